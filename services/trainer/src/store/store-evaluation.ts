import type { DataOf } from '@chorus/schema/events/define-event.ts'
import type { evaluationScored } from '@chorus/schema/events/voting.ts'
import { wilsonInterval } from '../evaluation/wilson.ts'
import { appendLog } from './run-log.ts'
import type { LockedRun } from './run-row.ts'

/** Holds the score of an evaluation; a second score of the same evaluation changes nothing. */
export async function holdScore(run: LockedRun, score: DataOf<typeof evaluationScored>): Promise<void> {
  const { tx } = run
  const { rows } = await tx.query<{
    method: string
    dataset_name: string
    number: number
    name: string | null
  }>(
    `update ${tx.schema}.evaluations e set scored_at = clock_timestamp(), n = $3, correct = $4, ties = $5, unparsable = $6,
       mean_agreement = $7, outcomes = $8
     from ${tx.schema}.iterations i, ${tx.schema}.model_versions m
     where e.id = $1 and e.run_id = $2 and e.scored_at is null and i.id = e.iteration_id and m.id = e.model_version_id
     returning e.method, e.dataset_name, i.number, m.name`,
    [
      score.evaluationId,
      run.row.id,
      score.n,
      score.correct,
      score.ties,
      score.unparsable,
      score.meanAgreement,
      score.outcomes,
    ],
  )
  const scored = rows[0]
  if (scored === undefined) return
  const { lower, upper } = wilsonInterval(score.correct, score.n)
  const percent = (share: number) => (100 * share).toFixed(1)
  await appendLog(run, {
    type: 'EVALUATION_SCORED',
    iteration: scored.number,
    message: `${scored.method} of ${scored.name ?? 'the new version'} on ${scored.dataset_name}: ${percent(
      score.n === 0 ? 0 : score.correct / score.n,
    )} % right (n ${score.n}, 95 % interval ${percent(lower)}–${percent(upper)})`,
    details: { kind: 'EVALUATION', evaluationId: score.evaluationId },
  })
}
