import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { OpenWork } from '../sampling/sampling-store.ts'
import type { EndpointLimits } from '../sampling/work.ts'

type Row = {
  run_id: string
  endpoint_id: string
  limits: EndpointLimits
  may_call: boolean
  is_cancelled: boolean
  paths_per_question: number
}

/** Runs with open sample sets, by endpoint. */
export async function findOpenWork(db: Queryable, schema: string): Promise<OpenWork[]> {
  const { rows } = await db.query<Row>(
    `select s.run_id, s.endpoint_id, e.limits, s.paths_per_question,
       r.status = 'ACTIVE' and r.lease_until > clock_timestamp() as may_call,
       r.status in ('CANCELLED', 'ENDED') as is_cancelled
     from (
       select distinct on (run_id, endpoint_id) run_id, endpoint_id, paths_per_question from ${schema}.sample_sets
       where state = 'SAMPLING' order by run_id, endpoint_id, created_at
     ) s
     join ${schema}.runs r on r.id = s.run_id
     join ${schema}.endpoints e on e.id = s.endpoint_id`,
  )
  return rows.map((row) => ({
    runId: row.run_id,
    endpointId: row.endpoint_id,
    limits: row.limits,
    mayCall: row.may_call,
    isCancelled: row.is_cancelled,
    pathsPerQuestion: row.paths_per_question,
  }))
}
