import { Command, CommanderError } from 'commander'

/** Flags of npm start. */
export interface StartOptions {
  /** End after the run. */
  readonly once: boolean
  /** Delete the data folder's contents first. */
  readonly fresh: boolean
  /** Make datasets and a run, and show it. */
  readonly demo: boolean
  /** Run a Kafka of our own and send events over it. */
  readonly kafka: boolean
}

const help = `
Starts Chorus on this machine: PostgreSQL, model, sampler, voter, trainer and gateway, all on 127.0.0.1.
On a fresh data folder it also starts a self-improvement run and shows it. Started again, it goes on where it stopped.

Flags go behind two dashes:
  $ npm start                          start, show the run, stay up until Ctrl-C
  $ npm start -- --once                the same, but end after the run
  $ npm start -- --fresh --once        begin anew
  $ npm start -- --no-demo             only the services
  $ npm start -- --kafka               events go over a local Apache Kafka (needs Java 17 and Maven)

Variables:
  CHORUS_PORT_BASE   port of the gateway; all others lie above it (default 4000)
  CHORUS_DATA_DIR    where everything is kept (default .chorus)
  CHORUS_SEED        seed of the quickstart run (default 1)
  All others stand in docs/configuration.md.

Exit codes: 0 done, 1 failed, 2 wrong flag or variable, 130 interrupted.`

/** What came of reading the command line: options, or an exit code when everything has been said already. */
export type ParsedOptions = { readonly options: StartOptions } | { readonly exitCode: number }

/** Reads the command line; prints help or what is wrong with it. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const command = new Command('npm start --')
    .option('--once', 'end after the run')
    .option('--fresh', 'begin anew: delete what the data folder holds (asks first on a terminal)')
    .option('--no-demo', 'only start the services: no datasets, no run')
    .option('--kafka', 'run a local Apache Kafka and send events over it')
    .addHelpText('after', help)
    .exitOverride()
  try {
    command.parse([...args], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2 }
    throw error
  }
  const { once = false, fresh = false, demo = true, kafka = false } = command.opts<Partial<StartOptions>>()
  return { options: { once, fresh, demo, kafka } }
}
