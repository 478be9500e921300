import { type FSWatcher, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ChorusError, messageOf, problem } from '@chorus/common/src/errors/chorus-error.ts'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import type { GraphStore } from './graph-store.ts'

/** Long enough for an editor or a deployment to finish writing. */
const settleMs = 100

/** Loads the supergraph's file, and again whenever it changes or the process gets SIGHUP. */
export interface SupergraphWatch {
  /** @throws {ChorusError} BAD_CONFIGURATION when the file is missing or bad. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** A bad file after the first load is refused with a line in the log; the supergraph in use stays. */
export function watchSupergraph(input: {
  readonly path: string
  readonly store: GraphStore
  readonly log: Logger
}): SupergraphWatch {
  const { path, store, log } = input
  let watcher: FSWatcher | undefined
  let timer: NodeJS.Timeout | undefined
  const reload = async () => {
    try {
      store.load(await readSupergraph(path))
    } catch (error) {
      log.error({ err: error }, `the new supergraph is refused, the old one stays: ${messageOf(error)}`)
    }
  }
  const onHangup = () => void reload()
  return {
    start: async () => {
      store.load(await readSupergraph(path))
      // The folder, not the file: a file that is replaced would be lost from sight.
      watcher = watch(dirname(path), { persistent: false }, () => {
        clearTimeout(timer)
        timer = setTimeout(reload, settleMs)
      })
      watcher.on('error', (error) =>
        log.warn({ err: error }, 'the supergraph is no longer watched; use SIGHUP'),
      )
      process.on('SIGHUP', onHangup)
    },
    stop: async () => {
      clearTimeout(timer)
      watcher?.close()
      process.off('SIGHUP', onHangup)
    },
  }
}

async function readSupergraph(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new ChorusError({
      code: 'BAD_CONFIGURATION',
      message: problem({
        expected: `a supergraph file at ${path}`,
        found: messageOf(error),
        fix: 'Set SUPERGRAPH to the path of a composed supergraph',
      }),
      cause: error,
    })
  }
}
