import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { lastLogLines } from './supervise/log-file.ts'
import type { SupervisedChild } from './supervise/supervised-child.ts'

const shownLines = 8

/** Why a start failed: which process, what its log says last, what to do. */
export function explainStart(child: SupervisedChild): ChorusError {
  const deaths = child.deathsInARow()
  const found = deaths === 0 ? 'that it runs but is not ready' : `that it ended ${deaths} times`
  const lines = lastLogLines(child.logFile, shownLines).map((line) => `  │ ${line}`)
  const log = lines.length === 0 ? '  (it has written nothing)' : lines.join('\n')
  return new ChorusError({
    code: 'UNAVAILABLE',
    message: [
      `Expected ${child.name} to become ready, found ${found}. The end of its log ${child.logFile}:`,
      log,
      'Mend what it says and run npm start again. If the data folder itself is the trouble: npm start -- --fresh begins anew.',
    ].join('\n'),
    details: { service: child.name },
  })
}
