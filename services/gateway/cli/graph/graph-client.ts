import { setTimeout as delay } from 'node:timers/promises'
import { GraphRequestError, GraphUnreachableError, isPassing } from './graph-errors.ts'

/** An operation as text, typed with its answer and its variables. */
export interface Operation<Data, Variables> {
  /** Never there; it carries the types (as in @graphql-typed-document-node). */
  readonly __apiType?: (variables: Variables) => Data
  toString(): string
}

/** A client of the graph at one URL. */
export interface GraphClient {
  readonly url: string
  /** Aborted when the client shall end. */
  readonly signal: AbortSignal
  /**
   * Sends a query, or a mutation that may come twice. Tries again for `patienceMs` (default 60 s) while the gateway or a service
   * behind it is away.
   * @throws {GraphRequestError} when the answer has errors.
   * @throws {GraphUnreachableError} when there is no answer in time.
   */
  request<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    patienceMs?: number,
  ): Promise<Data>
}

const defaultPatienceMs = 60_000
const retryMs = 500
const attemptTimeoutMs = 30_000

/** Makes a client of the graph at a URL such as http://127.0.0.1:4000/graphql. */
export function createGraphClient(input: {
  readonly url: string
  readonly signal: AbortSignal
}): GraphClient {
  const { url, signal } = input
  return {
    url,
    signal,
    request: async <Data, Variables>(
      operation: Operation<Data, Variables>,
      variables: Variables,
      patienceMs = defaultPatienceMs,
    ) => {
      const body = JSON.stringify({ query: operation.toString(), variables })
      const deadline = performance.now() + patienceMs
      for (;;) {
        try {
          return (await sendOnce({ url, body, signal })) as Data
        } catch (error) {
          if (signal.aborted || !isPassing(error) || performance.now() >= deadline) throw error
          await delay(retryMs, undefined, { signal })
        }
      }
    },
  }
}

interface GraphAnswer {
  readonly data?: unknown
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

interface Sent {
  readonly url: string
  readonly body: string
  readonly signal: AbortSignal
}

async function sendOnce(sent: Sent): Promise<unknown> {
  const answer = await post(sent)
  const problem = answer.errors?.[0]
  if (problem !== undefined) throw new GraphRequestError(problem.message, problem.extensions?.code)
  if (answer.data === undefined || answer.data === null) {
    throw new GraphUnreachableError(sent.url, 'an answer without data')
  }
  return answer.data
}

async function post({ url, body, signal }: Sent): Promise<GraphAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(attemptTimeoutMs)]),
    })
    return (await response.json()) as GraphAnswer
  } catch (error) {
    signal.throwIfAborted()
    throw new GraphUnreachableError(url, error instanceof Error ? error.message : String(error), error)
  }
}
