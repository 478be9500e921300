import { lookup as resolve } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, type RequestInit as UndiciInit, fetch as undiciFetch } from 'undici'
import { createHostRules, type HostRules, type HostRulesInput } from './host-rules.ts'

export interface GuardedFetchOptions extends HostRulesInput {
  /** Longest wait for a connection. Default 10_000 ms. Answers have no limit here: the caller aborts. */
  readonly connectTimeoutMs?: number
  /** Most connections to one origin. Default 256. */
  readonly maxConnections?: number
}

/** A fetch for calls out of the deployment. */
export interface GuardedFetch {
  /**
   * As the global fetch, but redirects are never followed (the caller gets the 3xx), and hosts and their resolved addresses
   * are checked. Bodies other than text and bytes are read into memory first.
   * @throws {ChorusError} FORBIDDEN, as the error or as its cause, when the host or its address is not allowed.
   */
  readonly fetch: typeof globalThis.fetch
  /** Closes the kept connections. */
  close(): Promise<void>
}

/** A fetch with a pool of its own that calls allowed hosts only. The address that was checked is the one connected to. */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const rules = createHostRules(options)
  const dispatcher = new Agent({
    connect: { timeout: options.connectTimeoutMs ?? 10_000, lookup: guardedLookup(rules) },
    connections: options.maxConnections ?? 256,
    // Short, because a connection that the server has closed meanwhile gives ECONNRESET.
    keepAliveTimeout: 4_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const guardedFetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const request = await flatten(input, init)
    rules.assertHost(new URL(request.url).hostname)
    const answer = await undiciFetch(request.url, { ...request.init, redirect: 'manual', dispatcher })
    return answer as unknown as Response
  }
  return { fetch: guardedFetch, close: () => dispatcher.destroy() }
}

/** Resolves a name and checks every address, so that nothing can change between the check and the connection. */
function guardedLookup(rules: HostRules): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const failed = error ?? refusalOf(rules, host, addresses)
      const first = addresses?.[0]
      if (failed !== undefined || first === undefined)
        callback(failed ?? new Error(`${host} has no address`), '', 0)
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function refusalOf(
  rules: HostRules,
  host: string,
  addresses: readonly { address: string }[],
): Error | undefined {
  try {
    for (const { address } of addresses) rules.assertAddress(host, address)
    return undefined
  } catch (error) {
    return error as Error
  }
}

/** Node's own FormData, Blob and Request are strangers to the undici package: they become bytes here. */
async function flatten(
  input: string | URL | Request,
  init: RequestInit,
): Promise<{ url: string; init: UndiciInit }> {
  const request = input instanceof Request ? input : undefined
  const url = request?.url ?? String(input)
  const headers = new Headers(init.headers ?? request?.headers)
  const body = init.body ?? request?.body
  const signal = init.signal ?? request?.signal
  const flat: UndiciInit = {
    method: init.method ?? request?.method ?? 'GET',
    ...(signal == null ? {} : { signal }),
  }
  if (typeof body === 'string' || body instanceof Uint8Array) flat.body = body
  else if (body != null) {
    const encoded = new Response(body)
    const type = encoded.headers.get('content-type')
    if (type !== null && !headers.has('content-type')) headers.set('content-type', type)
    flat.body = new Uint8Array(await encoded.arrayBuffer())
  }
  return { url, init: { ...flat, headers: [...headers] } }
}
