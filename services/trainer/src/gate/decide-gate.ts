import type { EvaluationMethod } from '@chorus/schema/method/sample-set.ts'
import { compareOneSided } from '../evaluation/paired-change.ts'

export type GateVerdict = 'PASS' | 'FAIL' | 'INCONCLUSIVE' | 'NO_EVIDENCE'

/** The new version and its parent on one GATE dataset by one method. */
export type GatePair = {
  readonly datasetId: string
  readonly datasetName: string
  readonly method: EvaluationMethod
  /** One letter per question, as in evaluation-scored. */
  readonly parentOutcomes: string
  readonly candidateOutcomes: string
}

/** One rule's evidence. */
export type GateEvidence = {
  readonly rule: string
  readonly datasetId: string
  readonly points: number
  /** One-sided 95 % bounds of the change, in points. */
  readonly lower: number
  readonly upper: number
  readonly verdict: GateVerdict
}

/** What the evidence says, and what the platform's rule makes of it. */
export type GateFinding = {
  readonly verdict: GateVerdict
  readonly isPromoted: boolean
  /** True where it is promoted without proof that nothing was lost. */
  readonly isWarning: boolean
  readonly reason: string
  readonly evidence: readonly GateEvidence[]
}

/**
 * Judges a new model version against its parent on GATE datasets. A dataset passes when the one-sided 95 % lower bound of the
 * paired change lies above −tolerance, fails when the upper bound lies below 0, and is inconclusive otherwise. Any failure
 * rejects; what is inconclusive, or without evidence, is promoted with a warning.
 */
export function decideGate(pairs: readonly GatePair[], tolerancePoints: number): GateFinding {
  const evidence = pairs.map((pair) => judge(pair, tolerancePoints))
  const verdict = combine(evidence)
  return {
    verdict,
    isPromoted: verdict !== 'FAIL',
    isWarning: verdict === 'INCONCLUSIVE' || verdict === 'NO_EVIDENCE',
    reason: explain(verdict, evidence, tolerancePoints),
    evidence,
  }
}

function judge(pair: GatePair, tolerancePoints: number): GateEvidence {
  const change = compareOneSided(pair.parentOutcomes, pair.candidateOutcomes)
  const verdict = change.upper < 0 ? 'FAIL' : change.lower > -tolerancePoints ? 'PASS' : 'INCONCLUSIVE'
  return {
    rule: `${pair.method} on ${pair.datasetName} must not fall by ${tolerancePoints} points or more`,
    datasetId: pair.datasetId,
    ...change,
    verdict,
  }
}

function combine(evidence: readonly GateEvidence[]): GateVerdict {
  if (evidence.length === 0) return 'NO_EVIDENCE'
  if (evidence.some((item) => item.verdict === 'FAIL')) return 'FAIL'
  return evidence.every((item) => item.verdict === 'PASS') ? 'PASS' : 'INCONCLUSIVE'
}

function explain(verdict: GateVerdict, evidence: readonly GateEvidence[], tolerancePoints: number): string {
  const shown = evidence.map(show).join('; ')
  switch (verdict) {
    case 'NO_EVIDENCE':
      return 'there is no GATE dataset to judge by, so it is promoted unexamined'
    case 'FAIL':
      return `it got worse: ${shown}`
    case 'PASS':
      return `it did not fall by ${tolerancePoints} points or more: ${shown}`
    case 'INCONCLUSIVE':
      return `the evidence does not show that it kept within ${tolerancePoints} points, nor that it got worse: ${shown}`
  }
}

function show(item: GateEvidence): string {
  const rule = item.rule.replace(/ must not fall.*$/, '')
  return `${rule} ${signed(item.points)} points (one-sided 95 % bounds ${signed(item.lower)} and ${signed(item.upper)})`
}

function signed(points: number): string {
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`
}
