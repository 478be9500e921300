import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { root, showCommand } from './run-command.ts'

/** How many tests ended how. */
export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const resultsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
})

/** Runs vitest projects and shows what they say. A run that breaks off, or a file that can't be read, counts as one failed test. */
export async function runVitest(projects: readonly string[]): Promise<TestCounts> {
  const folder = join(root, 'tests/.tmp')
  const resultsFile = join(folder, `results-${projects.join('-')}.json`)
  mkdirSync(folder, { recursive: true })
  rmSync(resultsFile, { force: true })
  const exitCode = await showCommand('vitest', [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${resultsFile}`,
  ])
  const counts = readCounts(resultsFile)
  if (counts === undefined) return { passed: 0, failed: 1, skipped: 0 }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function readCounts(resultsFile: string): TestCounts | undefined {
  try {
    const results = resultsSchema.parse(JSON.parse(readFileSync(resultsFile, 'utf8')))
    const brokenFiles = results.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    )
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + brokenFiles.length,
      skipped: results.numPendingTests + results.numTodoTests,
    }
  } catch {
    return undefined
  }
}
