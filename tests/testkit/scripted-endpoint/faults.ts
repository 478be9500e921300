import { createHash } from 'node:crypto'

/** A way in which an answer goes wrong; one fault a request. */
export type Fault =
  /** 429, with a `Retry-After` header when `retryAfterSeconds` is given. Nothing is billed. */
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds?: number }
  /** Any other error status (500, 503, 400 …). Nothing is billed. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfterSeconds?: number
      readonly code?: string
    }
  /** No answer ever; the connection stays open until the client gives up. Nothing is billed. */
  | { readonly kind: 'hang' }
  /** The right answer, this much later. Billed. */
  | { readonly kind: 'slow'; readonly latencyMs: number }
  /** Only the first `choices` of the n that were asked for. Those are billed. */
  | { readonly kind: 'partial'; readonly choices: number }
  /** `choices: []`. The prompt is billed. */
  | { readonly kind: 'empty-choices' }
  /** Headers and half of the body, then a TCP reset. Billed in full: the work was done. */
  | { readonly kind: 'reset' }
  /** Status 200 with a body that does not parse. Billed in full. */
  | { readonly kind: 'invalid-json' }
  /** The right answer without `usage`. Billed in full. */
  | { readonly kind: 'missing-usage' }
  /** Every choice cut in half with `finish_reason: 'length'`. Billed for the half. */
  | { readonly kind: 'length' }

/** Which family of paths a request went to. */
export type Route = 'chat' | 'completions' | 'models' | 'files' | 'jobs' | 'other'

/** What a rule sees of a request. */
export type CallFacts = {
  readonly route: Route
  readonly method: string
  readonly path: string
  readonly bodyText: string
  /** 0 for the first request that the endpoint received, whatever its path. */
  readonly ordinal: number
  /** How often these very bytes came to this path before: 0 on the first attempt. */
  readonly attempt: number
}

/** When a fault strikes. The first rule that applies wins; without any limit a rule strikes every sampling request. */
export type FaultRule = {
  readonly fault: Fault
  /** Further condition. Default: always. */
  readonly when?: (call: CallFacts) => boolean
  /** Share of the requests it strikes, [0, 1]; drawn from `faultSeed` and the request's bytes and attempt. Default 1. */
  readonly probability?: number
  /** Strikes at most so often. Default without bound. */
  readonly times?: number
  /** Routes it applies to. Default `['chat', 'completions']`. */
  readonly routes?: readonly Route[]
}

/** Picks the fault of each request; the draw does not depend on the order in which requests arrive. */
export type FaultPicker = {
  readonly set: (rules: readonly FaultRule[]) => void
  readonly pick: (call: CallFacts) => Fault | null
}

const samplingRoutes: readonly Route[] = ['chat', 'completions']

/** Makes a picker over the given rules; `set` replaces them and forgets how often they struck. */
export function createFaultPicker(initial: readonly FaultRule[], faultSeed: number): FaultPicker {
  let armed = arm(initial)
  return {
    set: (rules) => {
      armed = arm(rules)
    },
    pick: (call) => {
      const hit = armed.find((entry, rule) => strikes(entry, call, `${faultSeed}/${rule}`))
      if (hit === undefined) return null
      hit.left -= 1
      return hit.rule.fault
    },
  }
}

type ArmedRule = { readonly rule: FaultRule; left: number }

function arm(rules: readonly FaultRule[]): ArmedRule[] {
  return rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }))
}

function strikes({ rule, left }: ArmedRule, call: CallFacts, salt: string): boolean {
  if (left <= 0) return false
  if (!(rule.routes ?? samplingRoutes).includes(call.route)) return false
  if (rule.when !== undefined && !rule.when(call)) return false
  return (
    rule.probability === undefined || unitHash(`${salt}/${call.attempt}/${call.bodyText}`) < rule.probability
  )
}

/** A number in [0, 1) that depends on nothing but the text. */
function unitHash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32
}
