import { availableParallelism } from 'node:os'
import { type Check, listChecks } from './checks.ts'
import { runCommand } from './run-command.ts'

/** How many checks held. */
export interface CheckCounts {
  readonly passed: number
  readonly failed: number
}

/** Runs all checks, a few at a time, tells each as it ends, and shows what the failed ones wrote. */
export async function runChecks(): Promise<CheckCounts> {
  const waiting = listChecks()
  const counts = { passed: 0, failed: 0 }
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const passed = await runCheck(check)
      counts[passed ? 'passed' : 'failed']++
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, work))
  return counts
}

async function runCheck(check: Check): Promise<boolean> {
  const { exitCode, output, seconds } = await runCommand(check.command, check.args)
  const passed = exitCode === 0
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${check.name}  (${seconds.toFixed(1)} s)`)
  if (!passed) console.log(excerpt(output, check.harmless))
  return passed
}

const shownLines = 60

/** The beginning of what a check wrote; that is where tools say what is wrong. */
function excerpt(output: string, harmless: RegExp | undefined): string {
  const lines = (harmless === undefined ? output : output.replace(harmless, '')).trim().split('\n')
  const shown = lines.slice(0, shownLines).map((line) => `        ${line}`)
  const rest = lines.length - shown.length
  return [...shown, ...(rest > 0 ? [`        … and ${rest} lines more`] : [])].join('\n')
}
