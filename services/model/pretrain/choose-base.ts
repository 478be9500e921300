import type { measureBase } from './measure.ts'
import type { probeBase } from './probe.ts'

/** Everything that was measured of one seed; all of it on TUNE questions. */
export type SeedFigures = {
  readonly seed: number
  readonly base: ReturnType<typeof measureBase>
  /** One climb a loop seed; none when the base is out of range. */
  readonly probes: readonly ReturnType<typeof probeBase>[]
}

/** The rule in words, as it is written into the figures. */
export const RULE =
  'Looked at on TUNE questions only, after rounding to 16-bit floats. A base is acceptable when greedy few-shot ' +
  'step-by-step answers on 200 three-step questions are 45 to 66 % right, the majority of 32 paths is 75 to 90 % right ' +
  'and at least 15 points above greedy, at least 60 % of 200 questions it writes are well formed, and a three-iteration ' +
  'self-training probe (bases in range only) gains at least 20 points of greedy accuracy for each of three loop seeds. Of the acceptable ones ' +
  'the one whose weakest loop seed gains most is taken; on a tie the lower seed.'

/** Best greedy accuracy of a probe's iterations less that of the base, points. */
export function gainOf(climb: SeedFigures['probes'][number]): number {
  const [before, ...after] = climb.map(({ greedyCot }) => greedyCot)
  return Math.max(...after) - (before ?? Number.POSITIVE_INFINITY)
}

/** Gain of the weakest loop seed, points; null when nothing was probed. */
export function smallestGain({ probes }: SeedFigures): number | null {
  return probes.length === 0 ? null : Math.min(...probes.map(gainOf))
}

/** Whether a base is worth probing: every condition of the rule but the probe's. */
export function isInRange(base: SeedFigures['base']): boolean {
  const { fewShotCot, majority32 } = base.threeSteps
  const inRange = fewShotCot >= 45 && fewShotCot <= 66 && majority32 >= 75 && majority32 <= 90
  return inRange && majority32 - fewShotCot >= 15 && base.writtenQuestionsWellFormed >= 60
}

/** Whether a base meets every condition of the rule. */
export function isAcceptable(figures: SeedFigures): boolean {
  return isInRange(figures.base) && figures.probes.length >= 3 && (smallestGain(figures) ?? 0) >= 20
}

/** The base that the rule takes; null when none is acceptable. */
export function chooseBase(candidates: readonly SeedFigures[]): SeedFigures | null {
  const ranked = candidates
    .filter(isAcceptable)
    .sort((a, b) => (smallestGain(b) ?? 0) - (smallestGain(a) ?? 0) || a.seed - b.seed)
  return ranked[0] ?? null
}
