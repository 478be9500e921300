/** Votes of an iteration so far. */
export type VoteFigures = {
  readonly voted: number
  readonly planned: number
  readonly consensus: number
  readonly noConsensus: number
  readonly unparsable: number
  /** Over all voted questions, [0, 1]; 0 when there are none. */
  readonly meanAgreement: number
}

/** How many lines of votes an iteration's log gets at most. */
const TELLINGS = 10

/** Whether the vote that made it `voted` begins a new tenth of the questions. */
export function isWorthTelling(voted: number, planned: number): boolean {
  const tenth = (count: number) => Math.floor((TELLINGS * count) / Math.max(1, planned))
  return tenth(voted) > tenth(voted - 1)
}

/** The votes of an iteration in one line. */
export function describeVotes(iteration: number, figures: VoteFigures): string {
  const { voted, planned, consensus, noConsensus, unparsable } = figures
  const left = voted < planned ? ` (${voted} of ${planned} voted)` : ''
  const without = [
    ...(noConsensus > 0 ? [`${noConsensus} without consensus`] : []),
    ...(unparsable > 0 ? [`${unparsable} unreadable`] : []),
  ]
  return `Iteration ${iteration}: ${consensus} of ${voted} questions reached consensus, mean agreement ${figures.meanAgreement.toFixed(2)}${
    without.length > 0 ? `, ${without.join(', ')}` : ''
  }${left}`
}
