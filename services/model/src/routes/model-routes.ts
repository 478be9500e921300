import type { ModelBackend, ModelCard } from '../backend.ts'
import { ApiError, modelNotFound } from '../http/api-error.ts'
import { type Call, json, pathParam } from '../http/call.ts'
import type { ApiRoute } from '../http/router.ts'
import { isActive } from '../jobs/job.ts'
import type { JobStore } from '../jobs/job-store.ts'

/** What the calls on models need. */
export type ModelParts = { readonly backend: ModelBackend; readonly jobs: JobStore }

/** The calls under /v1/models. */
export function modelRoutes(parts: ModelParts): ApiRoute[] {
  return [
    {
      method: 'GET',
      pattern: '/v1/models',
      handle: () => json({ object: 'list', data: parts.backend.models().map(modelView) }),
    },
    {
      method: 'GET',
      pattern: '/v1/models/:model',
      handle: (call) => json(modelView(requireModel(parts.backend, call))),
    },
    {
      method: 'DELETE',
      pattern: '/v1/models/:model',
      handle: async (call) => json(await deleteModel(parts, call)),
    },
  ]
}

function requireModel(backend: ModelBackend, call: Call): ModelCard {
  const id = pathParam(call, 'model')
  const card = backend.models().find((candidate) => candidate.id === id)
  if (card === undefined) throw modelNotFound(id)
  return card
}

async function deleteModel({ backend, jobs }: ModelParts, call: Call) {
  const card = requireModel(backend, call)
  if (card.parent === null) {
    const message = `'${card.id}' is a base model, which cannot be deleted. Only fine-tuned models can.`
    throw new ApiError({ status: 400, code: 'base_model', message, param: 'model' })
  }
  const user = jobs.list().find((job) => isActive(job) && job.model === card.id)
  if (user !== undefined) {
    const message = `'${card.id}' is in use by the fine-tuning job '${user.id}' (${user.status}). Cancel the job or wait for its end.`
    throw new ApiError({ status: 409, code: 'model_in_use', message, param: 'model' })
  }
  await backend.remove(card.id)
  return { id: card.id, object: 'model', deleted: true }
}

function modelView(card: ModelCard) {
  return {
    id: card.id,
    object: 'model',
    created: Math.floor(card.createdAtMs / 1000),
    owned_by: 'chorus',
    /** Extension: the model that it was fine-tuned from; null for a base model. */
    parent: card.parent,
  }
}
