import { describe, expect, test } from 'vitest'
import { decideGate, type GatePair } from './decide-gate.ts'

/** A pair over `n` questions of which so many were gained and lost; the rest is right in both. */
function pair(change: { gained: number; lost: number; n: number }): GatePair {
  const same = change.n - change.gained - change.lost
  return {
    datasetId: '0190c2a0-0000-7000-8000-000000000001',
    datasetName: 'sums',
    method: 'COT',
    parentOutcomes: 'W'.repeat(change.gained) + 'C'.repeat(change.lost + same),
    candidateOutcomes: 'C'.repeat(change.gained) + 'W'.repeat(change.lost) + 'C'.repeat(same),
  }
}

const better = pair({ gained: 60, lost: 10, n: 400 })
const worse = pair({ gained: 10, lost: 60, n: 400 })
const unclear = pair({ gained: 8, lost: 9, n: 40 })

describe('the gate', () => {
  test('passes a version that got better', () => {
    expect(decideGate([better], 5)).toMatchObject({ verdict: 'PASS', isPromoted: true, isWarning: false })
  })

  test('fails a version that got worse, and says by how much', () => {
    const finding = decideGate([worse], 5)
    expect(finding).toMatchObject({ verdict: 'FAIL', isPromoted: false })
    expect(finding.reason).toContain('COT on sums −12.5 points')
  })

  test('promotes with a warning where the evidence is thin', () => {
    expect(decideGate([unclear], 5)).toMatchObject({
      verdict: 'INCONCLUSIVE',
      isPromoted: true,
      isWarning: true,
    })
  })

  test('promotes with a warning without any GATE dataset', () => {
    expect(decideGate([], 5)).toMatchObject({ verdict: 'NO_EVIDENCE', isPromoted: true, isWarning: true })
  })

  test('fails when one of several datasets fails', () => {
    expect(decideGate([better, worse], 5).verdict).toBe('FAIL')
  })

  test('does not pass when one of several datasets is inconclusive', () => {
    expect(decideGate([better, unclear], 5).verdict).toBe('INCONCLUSIVE')
  })

  test('accepts a small fall inside the tolerance', () => {
    const slightly = pair({ gained: 2, lost: 6, n: 400 })
    expect(decideGate([slightly], 5).verdict).toBe('PASS')
    expect(decideGate([slightly], 1).verdict).toBe('INCONCLUSIVE')
  })
})
