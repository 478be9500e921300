import { isJsonObject } from '../execute/json.ts'
import type { SubgraphAnswer, SubgraphError } from '../execute/subgraph-port.ts'

/** Reads what a subgraph sent as a GraphQL result; anything else is a failure of that subgraph. */
export function readAnswer(body: unknown): SubgraphAnswer {
  if (!isJsonObject(body)) return { kind: 'failed', code: 'SUBGRAPH_ERROR' }
  const { data, errors } = body
  const hasData = isJsonObject(data)
  const found = Array.isArray(errors) ? errors.map(readError) : []
  if (!hasData && found.length === 0) return { kind: 'failed', code: 'SUBGRAPH_ERROR' }
  return { kind: 'answered', data: hasData ? data : undefined, errors: found }
}

function readError(error: unknown): SubgraphError {
  if (!isJsonObject(error)) return { message: '', code: undefined, path: undefined }
  const { message, path, extensions } = error
  const code = isJsonObject(extensions) ? extensions.code : undefined
  return {
    message: typeof message === 'string' ? message : '',
    code: typeof code === 'string' ? code : undefined,
    path: Array.isArray(path) && path.every(isPathKey) ? path : undefined,
  }
}

function isPathKey(key: unknown): key is string | number {
  return typeof key === 'string' || typeof key === 'number'
}
