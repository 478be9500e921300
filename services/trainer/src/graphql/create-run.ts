import { hasCode, problem } from '@chorus/common/src/errors/chorus-error.ts'
import type { Random } from '@chorus/common/src/ids/clock.ts'
import type { EventOrigin } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { keyOf, parseGlobalId, toGlobalId } from '@chorus/schema/ids.ts'
import { hashOf, type Json } from '@chorus/schema/method/canonical-json.ts'
import { checkSources } from '../runs/check-sources.ts'
import { checkValues } from '../runs/check-values.ts'
import type { CreateRunRequest, RunSources, SourceModelVersion } from '../runs/create-run-request.ts'
import type { InputProblem } from '../runs/problem.ts'
import { resolveConfig } from '../runs/resolve-config.ts'
import { type CreatedRun, createRun, findEarlierRun } from '../store/create-run.ts'
import { readModelVersions } from '../store/model-versions.ts'
import type { SamplerClient } from './read-sampler.ts'

export type CreateRunDeps = {
  readonly db: Database
  readonly sampler: SamplerClient
  readonly random: Random
}

export type CreateRunResult =
  | { readonly runId: string; readonly problems: readonly [] }
  | { readonly runId: null; readonly problems: readonly InputProblem[] }

/** Checks a request for a run as a whole, names all problems at once, or stores the run. */
export async function acceptRun(
  deps: CreateRunDeps,
  request: CreateRunRequest,
  origin: EventOrigin,
): Promise<CreateRunResult> {
  const { project } = origin
  const requestHash = hashOf(toJson(request))
  const { idempotencyKey } = request
  const earlier = await findEarlierRun(deps.db, { project, idempotencyKey, requestHash })
  if (earlier !== null) return toResult(earlier)
  const problems = checkValues(request)
  const sources = await readSources(deps, request, origin)
  problems.push(...(sources === null ? [samplerAway()] : checkSources(request, sources)))
  if (sources === null || problems.length > 0) return { runId: null, problems: dropDoubles(problems) }
  const drawnSeed = Math.floor(deps.random.next() * 2 ** 31)
  const config = resolveConfig({ request, sources, drawnSeed, toKey })
  if (config === null) return { runId: null, problems: [samplerAway()] }
  const created = await createRun(deps.db, {
    origin,
    name: request.name?.trim() ?? `Run of ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`,
    config,
    modelVersionId: request.modelVersionId ? keyOf('ModelVersion', request.modelVersionId) : null,
    idempotencyKey,
    requestHash,
  })
  return toResult(created)
}

function toResult(created: CreatedRun): CreateRunResult {
  if (created.kind === 'created') return { runId: created.runId, problems: [] }
  const message = problem({
    expected: 'the body that came with this key before',
    found: 'another body',
    fix: 'Give a fresh key for a new run',
  })
  return { runId: null, problems: [{ code: 'CONFLICT', path: ['idempotencyKey'], message }] }
}

/** Null when the sampler does not answer. */
async function readSources(
  deps: CreateRunDeps,
  request: CreateRunRequest,
  origin: EventOrigin,
): Promise<RunSources | null> {
  const modelVersion = await readModelVersion(deps.db, request, origin.project)
  const endpointId = modelVersion?.endpointId ?? request.endpointId ?? null
  try {
    const sources = await deps.sampler.readSources(request, endpointId, origin)
    return { ...sources, modelVersion }
  } catch (error) {
    if (hasCode(error, 'UNAVAILABLE')) return null
    throw error
  }
}

async function readModelVersion(
  db: Database,
  request: CreateRunRequest,
  project: string,
): Promise<SourceModelVersion | null> {
  const key = request.modelVersionId ? keyOf('ModelVersion', request.modelVersionId) : null
  const [found] = key === null ? [] : await readModelVersions(db, project, [key])
  if (found === undefined) return null
  return {
    id: found.id,
    endpointId: toGlobalId('Endpoint', found.endpoint_id),
    name: found.name,
    listedModel: found.listed_model,
    modelKey: found.model_key,
  }
}

function samplerAway(): InputProblem {
  return {
    code: 'UNAVAILABLE',
    path: [],
    message: problem({
      expected: 'the sampler to tell of datasets, endpoint and prompt set',
      found: 'no answer',
      fix: 'Send the same request again',
    }),
  }
}

/** The same problem may be seen from both sides. */
function dropDoubles(problems: readonly InputProblem[]): InputProblem[] {
  const seen = new Map(problems.map((item) => [JSON.stringify([item.code, item.path]), item]))
  return [...seen.values()]
}

function toKey(id: string): string {
  return parseGlobalId(id)?.key ?? id
}

function toJson(request: CreateRunRequest): Json {
  return JSON.parse(JSON.stringify(request)) as Json
}
