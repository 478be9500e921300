import { join, relative } from 'node:path'
import { ClientError } from '../../services/gateway/cli/graph/graph-errors.ts'
import { runQuickstart } from '../../services/gateway/cli/quickstart/run-quickstart.ts'
import type { Output } from './output.ts'
import type { StartEnvironment } from './read-environment.ts'

const datasetFolder = new URL('../../services/model/datasets/', import.meta.url)

/**
 * Shows the quickstart run until it ends, as an ordinary client of the gateway.
 * @returns whether the run completed; undefined when the signal came first.
 */
export async function runDemo(input: {
  readonly environment: StartEnvironment
  readonly output: Output
  readonly signal: AbortSignal
}): Promise<boolean | undefined> {
  const { config, ports } = input.environment
  try {
    const status = await runQuickstart({
      graphUrl: `http://127.0.0.1:${ports.gateway}/graphql`,
      modelUrl: `http://127.0.0.1:${ports.model}/v1`,
      datasetFolder,
      logFolder: relativePath(join(config.dataFolder, 'logs')),
      seed: config.seed,
      terminal: input.output.terminal,
      signal: input.signal,
    })
    return status === undefined ? undefined : status === 'COMPLETED'
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    input.output.error(error.message)
    return false
  }
}

/** A path as it is shorter to read: from here, unless that leads upwards. */
export function relativePath(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' || short.startsWith('..') ? path : short
}
