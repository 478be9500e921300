import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { SampleSetRequest } from '@chorus/schema/events/parts.ts'
import type { PromptSetContent } from '@chorus/schema/method/render-prompt.ts'
import type { EndpointModel, Protocol, SampleSetWork } from '../sampling/work.ts'

type Row = {
  readonly id: string
  readonly project: string
  readonly actor: string
  readonly run_id: string
  readonly iteration_id: string
  readonly iteration: number
  readonly request: SampleSetRequest
  readonly content: PromptSetContent
  readonly endpoint_name: string
  readonly base_url: string
  readonly key_variable: string | null
  readonly protocol: Protocol
  readonly models: readonly EndpointModel[]
}

/** Sample sets kept in memory; they never change. */
const MAX_KEPT = 256

/** Reads sample sets with their prompt set and endpoint version, each once. */
export function createSampleSetLoader(db: Queryable, schema: string) {
  const kept = new Map<string, SampleSetWork>()
  const keep = (work: SampleSetWork) => {
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? '')
    kept.set(work.request.sampleSetId, work)
  }
  return async (id: string): Promise<SampleSetWork> => {
    const known = kept.get(id)
    if (known !== undefined) return known
    const { rows } = await db.query<Row>(
      `select s.id, s.project, r.actor, s.run_id, s.iteration_id, s.iteration, s.request, p.content,
              e.name as endpoint_name, v.base_url, v.key_variable, v.protocol, v.models
       from ${schema}.sample_sets s
       join ${schema}.runs r on r.id = s.run_id
       join ${schema}.prompt_sets p on p.id = (s.request->>'promptSetId')::uuid
       join ${schema}.endpoints e on e.id = s.endpoint_id
       join ${schema}.endpoint_versions v on v.endpoint_id = s.endpoint_id and v.version = s.endpoint_version
       where s.id = $1`,
      [id],
    )
    const row = rows[0]
    if (row === undefined)
      throw new ChorusError({ code: 'NOT_FOUND', message: `There is no sample set ${id}.` })
    const work = toWork(row)
    keep(work)
    return work
  }
}

function toWork(row: Row): SampleSetWork {
  return {
    project: row.project,
    actor: row.actor,
    runId: row.run_id,
    iterationId: row.iteration_id,
    iteration: row.iteration,
    request: row.request,
    promptSet: row.content,
    endpoint: {
      endpointId: row.request.endpointId,
      name: row.endpoint_name,
      version: row.request.endpointVersion,
      baseUrl: row.base_url,
      keyVariable: row.key_variable,
      protocol: row.protocol,
      models: row.models,
    },
  }
}
