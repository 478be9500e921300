import { ChorusError, messageOf } from '../errors/chorus-error.ts'
import { createLogger } from '../log/create-logger.ts'
import type { Service } from './create-lifecycle.ts'
import { watchParent } from './watch-parent.ts'

const stopDeadlineMs = 10_000
/** Shorter, because nobody is left to wait. */
const orphanDeadlineMs = 4_000

/**
 * The body of a main.ts. Starts the service; SIGTERM and SIGINT stop it within 10 s, the death of the parent within 5 s, with exit code 0;
 * an error at start or a crash ends the process with 1, never with 0. Errors of ours are printed as their sentence, others
 * with their stack.
 */
export function runService(create: () => Service | Promise<Service>): void {
  const log = createLogger({ service: 'process' })
  let service: Service | undefined
  let ending = false
  let exitCode = 0

  const end = async (why: string, deadlineMs = stopDeadlineMs) => {
    if (ending) return
    ending = true
    log.info({ why }, `stopping: ${why}`)
    setTimeout(() => process.exit(1), deadlineMs).unref()
    await service?.stop()
    process.exit(exitCode)
  }
  const crash = (error: unknown) => {
    exitCode = 1
    printFailure(error)
    void end(`crashed: ${messageOf(error)}`)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('SIGINT', () => void end('SIGINT'))
  watchParent({ env: process.env, onGone: () => void end('the starter is gone', orphanDeadlineMs) })

  void (async () => {
    try {
      service = await create()
      await service.start()
    } catch (error) {
      crash(error)
    }
  })()
}

function printFailure(error: unknown): void {
  const text =
    error instanceof ChorusError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`${text}\n`)
}
