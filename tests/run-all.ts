import { runChecks } from './runner/run-checks.ts'
import { runVitest } from './runner/run-vitest.ts'

const parts = [
  { ...(await runChecks()), skipped: 0 },
  await runVitest(['unit', 'integration']),
  await runVitest(['e2e']),
  await runVitest(['kafka']),
]
const sum = (key: 'passed' | 'failed' | 'skipped') => parts.reduce((total, part) => total + part[key], 0)
const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`)
process.exit(sum('failed') === 0 ? 0 : 1)
