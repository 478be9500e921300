import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGraphClient } from '../../services/gateway/cli/graph/graph-client.ts'
import { buildReport } from '../../services/gateway/cli/quickstart/build-report.ts'
import { findRun } from '../../services/gateway/cli/quickstart/find-run.ts'
import { readReport } from '../../services/gateway/cli/quickstart/read-report.ts'
import { findFreeBase } from '../testkit/outside.ts'
import { spawnStart } from '../testkit/start-process.ts'
import { treeMemoryMb } from './lib/process-memory.ts'

const seeds = [1, 2, 3]
const samplingMs = 1_000
const limitMs = 900_000

/** What one run of the quickstart came to. */
interface Measured {
  readonly seed: number
  /** Chain of thought on all held-out questions, against the same model before the run. */
  readonly gainPoints: number
  readonly pValue: number
  /** From the first process to the table. */
  readonly seconds: number
  readonly peakMemoryMb: number
  readonly contentHash: string
}

async function measure(seed: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'chorus-bench-'))
  const beganAt = performance.now()
  const env = { CHORUS_SEED: String(seed) }
  const start = spawnStart({ args: [], folder, base: await findFreeBase(), env })
  let peakMemoryMb = 0
  const watch = setInterval(() => {
    peakMemoryMb = Math.max(peakMemoryMb, treeMemoryMb(start.pid))
  }, samplingMs)
  try {
    await start.waitForText('Chorus is up', limitMs)
    const seconds = (performance.now() - beganAt) / 1_000
    const outcome = await readOutcome(`http://127.0.0.1:${start.ports.gateway}/graphql`, seed)
    return { seed, ...outcome, seconds, peakMemoryMb }
  } finally {
    clearInterval(watch)
    start.signal('SIGTERM')
    await start.exitCode()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function readOutcome(url: string, seed: number) {
  const client = createGraphClient({ url, signal: AbortSignal.timeout(limitMs) })
  const found = await findRun(client, seed)
  if (found?.status !== 'COMPLETED')
    throw new Error(`Expected the quickstart to complete, found ${found?.status}.`)
  const run = await readReport(client, found.id)
  const { heldOut } = buildReport(run)
  return {
    gainPoints: heldOut?.points ?? 0,
    pValue: heldOut?.pValue ?? 1,
    contentHash: run.contentHash ?? '',
  }
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const runs: Measured[] = []
console.log(
  'Quickstart: chain of thought on 350 held-out questions after the run, against the same model before it',
)
console.log('seed   gain (points)   p (McNemar)   seconds   peak memory (MB)   content hash')
for (const seed of seeds) {
  const run = await measure(seed)
  runs.push(run)
  const cells = [
    String(seed).padStart(4),
    run.gainPoints.toFixed(1).padStart(15),
    run.pValue.toExponential(1).padStart(13),
    run.seconds.toFixed(1).padStart(9),
    run.peakMemoryMb.toFixed(0).padStart(18),
    `  ${run.contentHash.slice(0, 16)}…`,
  ]
  console.log(cells.join(' '))
}
const gains = runs.map((run) => round(run.gainPoints, 2))
const seconds = runs.map((run) => round(run.seconds, 1))
const peakMemoryMb = runs.map((run) => round(run.peakMemoryMb, 0))
console.log(
  `median: ${median(gains)} points (${Math.min(...gains)} to ${Math.max(...gains)}), ${median(seconds)} s (${Math.min(...seconds)} to ${Math.max(...seconds)}), ${median(peakMemoryMb)} MB`,
)
const pValues = runs.map((run) => run.pValue)
console.log(JSON.stringify({ bench: 'quickstart', figures: { gains, pValues, seconds, peakMemoryMb } }))
