import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { modelVersionPromoted, modelVersionRejected } from '@chorus/schema/events/lifecycle.ts'
import type { EvaluationMethod } from '@chorus/schema/method/sample-set.ts'
import { decideGate, type GatePair } from '../gate/decide-gate.ts'
import type { IterationRow, StoredGate } from './iteration-row.ts'
import { readModelVersions } from './model-versions.ts'
import { changeIteration } from './move-iteration.ts'
import { brokenRun } from './open-iteration.ts'
import { appendLog } from './run-log.ts'
import { type LockedRun, originOfRun } from './run-row.ts'

/** Weighs the new version against its parent on the GATE datasets; decides, or asks a person. */
export async function judgeIteration(run: LockedRun, iteration: IterationRow): Promise<void> {
  const { tolerancePoints, approval } = run.row.config.gate
  const finding = decideGate(await readPairs(run, iteration), tolerancePoints)
  const { verdict, reason, evidence } = finding
  const open: StoredGate = {
    verdict,
    reason,
    evidence,
    decision: null,
    decidedBy: null,
    decidedAt: null,
  }
  if (approval === 'REQUIRED') return askPerson(run, iteration, open)
  await settleGate(run, iteration, {
    gate: open,
    decision: finding.isPromoted ? 'PROMOTED' : 'REJECTED',
    decidedBy: 'SELF',
    reason,
  })
  if (finding.isWarning) {
    await appendLog(run, {
      type: 'WARNING',
      iteration: iteration.number,
      message: `Iteration ${iteration.number}: promoted with a warning: ${reason}`,
    })
  }
}

async function askPerson(run: LockedRun, iteration: IterationRow, gate: StoredGate): Promise<void> {
  await storeGate(run, iteration, gate)
  await changeIteration(run, iteration, { to: 'AWAITING_APPROVAL', reason: `the gate says ${gate.verdict}` })
  await appendLog(run, {
    type: 'APPROVAL_REQUESTED',
    iteration: iteration.number,
    message: `Iteration ${iteration.number}: a person must promote or reject the new version; the gate says ${gate.verdict}: ${gate.reason}`,
    details: { kind: 'GATE', modelVersionId: versionOf(run, iteration), gate },
  })
}

/** Promotes or rejects the iteration's model version, for good. */
export async function settleGate(
  run: LockedRun,
  iteration: IterationRow,
  settled: {
    readonly gate: StoredGate
    readonly decision: 'PROMOTED' | 'REJECTED'
    readonly decidedBy: 'SELF' | 'PERSON'
    readonly reason: string
  },
): Promise<void> {
  const { tx, row } = run
  const { decision, decidedBy, reason } = settled
  const versionId = versionOf(run, iteration)
  const gate = { ...settled.gate, decision, decidedBy, reason, decidedAt: new Date().toISOString() }
  await storeGate(run, iteration, gate)
  await tx.query(`update ${tx.schema}.model_versions set status = $2 where id = $1`, [versionId, decision])
  if (decision === 'PROMOTED') {
    await tx.query(`update ${tx.schema}.runs set current_model_version_id = $2 where id = $1`, [
      row.id,
      versionId,
    ])
  }
  await appendLog(run, {
    type: 'GATE_DECIDED',
    iteration: iteration.number,
    message: `Iteration ${iteration.number}: ${decision.toLowerCase()}${decidedBy === 'PERSON' ? ' by a person' : ''}: ${reason}`,
    details: { kind: 'GATE', modelVersionId: versionId, gate },
  })
  await changeIteration(run, iteration, { to: decision, reason })
  await announce(run, iteration, { versionId, decision, decidedBy, reason })
}

async function announce(
  run: LockedRun,
  iteration: IterationRow,
  settled: {
    readonly versionId: string
    readonly decision: 'PROMOTED' | 'REJECTED'
    readonly decidedBy: 'SELF' | 'PERSON'
    readonly reason: string
  },
): Promise<void> {
  const { tx, row } = run
  const [version] = await readModelVersions(tx, row.project, [settled.versionId])
  const data = {
    runId: row.id,
    iterationId: iteration.id,
    iteration: iteration.number,
    modelVersionId: settled.versionId,
    model: version?.name ?? '',
    endpointId: row.config.endpoint.id,
    reason: settled.reason,
    decidedBy: settled.decidedBy,
  }
  const definition = settled.decision === 'PROMOTED' ? modelVersionPromoted : modelVersionRejected
  await appendEvents(tx, [eventOf(definition, data, originOfRun(row))])
}

async function storeGate({ tx }: LockedRun, iteration: IterationRow, gate: StoredGate): Promise<void> {
  await tx.query(`update ${tx.schema}.iterations set gate = $2 where id = $1`, [
    iteration.id,
    JSON.stringify(gate),
  ])
}

function versionOf(run: LockedRun, iteration: IterationRow): string {
  if (iteration.model_version_id !== null) return iteration.model_version_id
  throw brokenRun(run.row.id, `iteration ${iteration.number} without a model version`)
}

/** The new version's GATE evaluations, each with its parent's in the same run. */
async function readPairs({ tx, row }: LockedRun, iteration: IterationRow): Promise<GatePair[]> {
  const { rows } = await tx.query<{
    dataset_id: string
    dataset_name: string
    method: EvaluationMethod
    candidate: string
    parent: string
  }>(
    `select c.dataset_id, c.dataset_name, c.method, c.outcomes as candidate, p.outcomes as parent
     from ${tx.schema}.evaluations c
     join ${tx.schema}.evaluations p on p.run_id = c.run_id and p.dataset_id = c.dataset_id and p.method = c.method
       and p.model_version_id = $3 and p.scored_at is not null
     where c.run_id = $1 and c.iteration_id = $2 and c.use = 'GATE' order by c.id`,
    [row.id, iteration.id, iteration.parent_model_version_id],
  )
  return rows.map((pair) => ({
    datasetId: pair.dataset_id,
    datasetName: pair.dataset_name,
    method: pair.method,
    parentOutcomes: pair.parent,
    candidateOutcomes: pair.candidate,
  }))
}
