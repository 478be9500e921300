import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { setting, wholeNumber } from '@chorus/common/src/config/setting.ts'
import { messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { z } from 'zod'
import { installJars, missingForBroker } from './install-jars.ts'
import { answers, startBroker } from './start-broker.ts'

/** What `npm run kafka` reads from the environment. */
export const kafkaSettings = {
  port: setting({
    variable: 'CHORUS_KAFKA_PORT',
    schema: wholeNumber(1_024, 65_534),
    description: 'Port of the local Kafka broker; its controller takes the next one.',
    default: '9092',
  }),
  dataFolder: setting({
    variable: 'CHORUS_DATA_DIR',
    schema: z.string().transform((path) => resolve(path)),
    description: 'Folder of everything that is kept; the broker uses kafka/ in it.',
    default: '.chorus',
  }),
} as const

const help = `npm run kafka             starts a single-node Apache Kafka on 127.0.0.1 and leaves it running
npm run kafka -- --stop   stops it
The first start downloads 27 MB with Maven. Needs Java 17 and Maven. Port: CHORUS_KAFKA_PORT (9092).`

async function start(folder: string, port: number): Promise<void> {
  const brokers = [`127.0.0.1:${port}`]
  if (await answers(brokers)) {
    console.log(`Kafka answers at ${brokers[0]} already.`)
    return
  }
  const missing = await missingForBroker(folder)
  if (missing !== null)
    throw new Error(`Kafka needs ${missing}. Install it, or set KAFKA_BROKERS to a cluster of yours.`)
  const lib = await installJars(folder)
  const broker = await startBroker({ folder, lib, port, controllerPort: port + 1, isDetached: true })
  await writeFile(join(folder, 'broker.pid'), String(broker.pid))
  console.log(
    `Kafka is ready at ${brokers[0]}: KAFKA_BROKERS=${brokers[0]} (pid ${broker.pid}, data in ${folder})`,
  )
}

async function stop(folder: string): Promise<void> {
  const file = join(folder, 'broker.pid')
  const pid = Number(await readFile(file, 'utf8').catch(() => ''))
  if (!(await isBroker(pid))) {
    console.log('No broker that was started here is running.')
    return
  }
  process.kill(pid, 'SIGTERM')
  while (await isBroker(pid)) await new Promise((resolve) => setTimeout(resolve, 100))
  await rm(file)
  console.log('Kafka has stopped.')
}

/** Whether the process is a broker of ours: a pid alone may have been given to another program since. */
async function isBroker(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'kafka.Kafka')
  return command.includes('kafka.Kafka')
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { stop: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(help)
  const config = parseConfig(kafkaSettings, process.env, { elsewhere: ['CHORUS_*'] })
  const folder = join(config.dataFolder, 'kafka')
  await (values.stop ? stop(folder) : start(folder, config.port))
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(messageOf(error))
    process.exit(1)
  },
)
