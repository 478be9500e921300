import { hashOf, sha256 } from './canonical-json.ts'

/** A path as the content hash sees it: no id, no time, no attempt. */
export type PathContent = { readonly questionHash: string; readonly index: number; readonly text: string }

/** One line per path; lines are sorted bytewise before they are hashed. */
export function pathLine(path: PathContent): string {
  return `${path.questionHash}:${path.index}:${sha256(path.text)}`
}

/** SHA-256 over the sorted lines, each followed by a line feed, hex; the order given does not matter. */
export function hashLines(lines: Iterable<string>): string {
  return sha256(
    [...lines]
      .sort()
      .map((line) => `${line}\n`)
      .join(''),
  )
}

/** Hash of a sample set's paths, hex. */
export function pathsHash(paths: Iterable<PathContent>): string {
  return hashLines(Array.from(paths, pathLine))
}

/** A vote as the content hash sees it. */
export type VoteContent = {
  readonly questionHash: string
  readonly outcome: string
  readonly winner: string | null
  readonly winnerCount: number
  readonly pathCount: number
  readonly decidedBy: string
}

/** Hash of an iteration's votes, hex; the order given does not matter. */
export function votesHash(votes: Iterable<VoteContent>): string {
  return hashLines(
    Array.from(votes, (v) =>
      [v.questionHash, v.outcome, JSON.stringify(v.winner), v.winnerCount, v.pathCount, v.decidedBy].join(
        ':',
      ),
    ),
  )
}

/** What the content hash keeps of one evaluation: counts only. */
export type EvaluationContent = {
  readonly datasetHash: string
  readonly method: string
  readonly n: number
  readonly correct: number
  readonly ties: number
  readonly unparsable: number
}

/** What the content hash keeps of one iteration. */
export type IterationContent = {
  readonly number: number
  readonly sampleSets: readonly { readonly key: string; readonly pathsHash: string }[]
  readonly votesHash: string | null
  readonly trainingSetHash: string | null
  readonly evaluations: readonly EvaluationContent[]
  readonly decision: string | null
}

/** Content hash of a run (SHA-256, hex): the same whatever crashed on the way, different when any content differs. */
export function runContentHash(run: {
  /** Hash of the settings without ids and names; holds dataset and prompt hashes. */
  readonly configHash: string
  readonly iterations: readonly IterationContent[]
}): string {
  return hashOf({
    configHash: run.configHash,
    iterations: run.iterations
      .toSorted((a, b) => a.number - b.number)
      .map((iteration) => ({
        ...iteration,
        sampleSets: iteration.sampleSets.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
        evaluations: iteration.evaluations.toSorted((a, b) =>
          `${a.datasetHash}${a.method}` < `${b.datasetHash}${b.method}` ? -1 : 1,
        ),
      })),
  })
}
