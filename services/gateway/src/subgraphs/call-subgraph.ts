import type { SubgraphAnswer, SubgraphRequest } from '../execute/subgraph-port.ts'
import type { ConnectionPools } from './connection-pools.ts'
import { readAnswer } from './read-answer.ts'

export interface SubgraphCall extends SubgraphRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** How long this call may take. */
  readonly timeoutMs: number
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined
}

/** Posts an operation to a subgraph. Never rejects. */
export async function callSubgraph(pools: ConnectionPools, call: SubgraphCall): Promise<SubgraphAnswer> {
  const { query, variables } = call
  if (call.signal?.aborted) return { kind: 'failed', code: 'CANCELLED' }
  // A signal for this call alone: listeners on a shared one would pile up.
  const abort = new AbortController()
  const cancel = () => abort.abort('CANCELLED')
  const timer = setTimeout(() => abort.abort('TIMEOUT'), Math.max(0, call.timeoutMs))
  call.signal?.addEventListener('abort', cancel, { once: true })
  try {
    const url = new URL(call.url)
    const response = await pools.poolOf(url.origin).request({
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: {
        ...call.headers,
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
      },
      body: JSON.stringify({ query, variables }),
      signal: abort.signal,
    })
    const text = await response.body.text()
    return readText(text, response.statusCode)
  } catch {
    if (abort.signal.aborted) {
      return { kind: 'failed', code: abort.signal.reason === 'TIMEOUT' ? 'TIMEOUT' : 'CANCELLED' }
    }
    return { kind: 'failed', code: 'SUBGRAPH_UNAVAILABLE' }
  } finally {
    clearTimeout(timer)
    call.signal?.removeEventListener('abort', cancel)
  }
}

function readText(text: string, status: number): SubgraphAnswer {
  try {
    const answer = readAnswer(JSON.parse(text))
    if (answer.kind === 'answered') return answer
  } catch {
    // Not JSON: an error page of a proxy, say.
  }
  return { kind: 'failed', code: status >= 502 && status <= 504 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_ERROR' }
}
