import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { mcnemarExact } from './mcnemar.ts'
import { type Interval, Z_ONE_SIDED, Z_TWO_SIDED } from './wilson.ts'

/** Two measurements of the same questions, compared question by question. */
export type PairedChange = {
  /** Difference of the accuracies, after minus before, in points. */
  readonly points: number
  /** 95 % interval of the difference, in points. */
  readonly interval: Interval
  /** Exact two-sided McNemar test. */
  readonly pValue: number
  readonly gained: number
  readonly lost: number
  readonly n: number
}

/** How many questions changed between two measurements. */
export type Discordance = { readonly gained: number; readonly lost: number; readonly n: number }

/**
 * Counts what changed. Letters as in evaluation-scored: C is right, everything else is wrong.
 * @throws {ChorusError} INTERNAL when the two do not have the same number of questions.
 */
export function countChanges(before: string, after: string): Discordance {
  if (before.length !== after.length) {
    throw new ChorusError({
      code: 'INTERNAL',
      message: problem({
        expected: `${before.length} outcomes, as many as the measurement it is compared with`,
        found: String(after.length),
        fix: 'Compare measurements of the same dataset',
      }),
    })
  }
  let gained = 0
  let lost = 0
  for (let i = 0; i < before.length; i++) {
    const was = before[i] === 'C'
    const is = after[i] === 'C'
    if (is && !was) gained += 1
    if (was && !is) lost += 1
  }
  return { gained, lost, n: before.length }
}

/**
 * Interval of a paired difference of shares, in points: Wald with the Laplace adjustment of Bonett and Price (2012), which
 * Fagerland, Lydersen and Laake (2014) recommend; it stays honest where few questions changed.
 */
export function changeInterval(change: Discordance, z: number): Interval {
  const n = change.n + 2
  const up = (change.gained + 1) / n
  const down = (change.lost + 1) / n
  const spread = z * Math.sqrt((up + down - (up - down) ** 2) / n)
  return {
    lower: 100 * Math.max(-1, up - down - spread),
    upper: 100 * Math.min(1, up - down + spread),
  }
}

/** Compares two measurements of the same questions. */
export function comparePaired(before: string, after: string): PairedChange {
  const change = countChanges(before, after)
  return {
    ...change,
    points: pointsOf(change),
    interval: changeInterval(change, Z_TWO_SIDED),
    pValue: mcnemarExact(change.gained, change.lost),
  }
}

/** Change in points with its one-sided 95 % bounds, as the gate reads it. */
export function compareOneSided(before: string, after: string): Interval & { readonly points: number } {
  const change = countChanges(before, after)
  return { points: pointsOf(change), ...changeInterval(change, Z_ONE_SIDED) }
}

function pointsOf(change: Discordance): number {
  return change.n === 0 ? 0 : (100 * (change.gained - change.lost)) / change.n
}
