import { randomInt } from 'node:crypto'
import { planPorts } from '../../deploy/local/port-plan.ts'
import { isFree } from '../../deploy/local/preflight/check-ports.ts'

/** An answer of the graph as it comes over HTTP. */
export interface GraphAnswer<Data = Record<string, unknown>> {
  readonly data: Data | null
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions?: { readonly code?: string }
  }[]
}

/** Sends an operation; the answer as it is, whether it has errors or not. */
export async function sendQuery<Data>(
  url: string,
  body: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
): Promise<GraphAnswer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as GraphAnswer<Data>
}

/** Variables of the person who runs the tests are not meant for the platforms under test. */
export function withoutOurs(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(CHORUS|KAFKA)_/.test(name)))
}

/** A base of which all ports are free. */
export async function findFreeBase(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const base = 20_000 + 50 * randomInt(0, 240)
    const free = await Promise.all(Object.values(planPorts(base)).map(isFree))
    if (free.every(Boolean)) return base
  }
  throw new Error('Expected six free ports between 20000 and 32000, found none in 100 attempts.')
}
