import type { EndpointLimits, EndpointModel, Protocol } from '../sampling/work.ts'

/** All that a version of an endpoint states. */
export type EndpointDraft = {
  /** Up to and including /v1, without a slash at the end. */
  readonly baseUrl: string
  readonly keyVariable: string | null
  readonly protocol: Protocol
  readonly models: readonly EndpointModel[]
  readonly limits: EndpointLimits
  readonly seeded: boolean
  readonly fineTuning: boolean
}

type Offered<T> = T | null | undefined

/** An endpoint as it is offered: what is left out keeps its former value, or its default. */
export type EndpointOffer = {
  readonly baseUrl?: Offered<string>
  readonly keyVariable?: Offered<string>
  readonly protocol?: Offered<Protocol>
  readonly models?: Offered<
    readonly {
      readonly name: string
      readonly promptUsdPerMillionTokens?: Offered<string>
      readonly completionUsdPerMillionTokens?: Offered<string>
      readonly trainingUsdPerMillionTokens?: Offered<string>
    }[]
  >
  readonly limits?: Offered<{
    readonly maxConcurrentRequests?: Offered<number>
    readonly maxChoicesPerRequest?: Offered<number>
    readonly requestTimeoutMs?: Offered<number>
  }>
  readonly seeded?: Offered<boolean>
  readonly fineTuning?: Offered<boolean>
}

/** What a new endpoint has where its input says nothing. */
export const NEW_ENDPOINT: EndpointDraft = {
  baseUrl: '',
  keyVariable: null,
  protocol: 'CHAT',
  models: [],
  limits: { maxConcurrentRequests: 8, maxChoicesPerRequest: 1, requestTimeoutMs: 120_000 },
  seeded: true,
  fineTuning: false,
}

/** The endpoint that an offer makes of a former one. `keyVariable: null` takes the key away. */
export function applyOffer(former: EndpointDraft, offer: EndpointOffer): EndpointDraft {
  return {
    baseUrl: (offer.baseUrl ?? former.baseUrl).trim().replace(/\/+$/, ''),
    keyVariable: offer.keyVariable === undefined ? former.keyVariable : offer.keyVariable,
    protocol: offer.protocol ?? former.protocol,
    models:
      offer.models?.map((model) => ({
        name: model.name,
        promptUsdPerMillionTokens: toText(model.promptUsdPerMillionTokens),
        completionUsdPerMillionTokens: toText(model.completionUsdPerMillionTokens),
        trainingUsdPerMillionTokens: toText(model.trainingUsdPerMillionTokens),
      })) ?? former.models,
    limits: {
      maxConcurrentRequests: offer.limits?.maxConcurrentRequests ?? former.limits.maxConcurrentRequests,
      maxChoicesPerRequest: offer.limits?.maxChoicesPerRequest ?? former.limits.maxChoicesPerRequest,
      requestTimeoutMs: offer.limits?.requestTimeoutMs ?? former.limits.requestTimeoutMs,
    },
    seeded: offer.seeded ?? former.seeded,
    fineTuning: offer.fineTuning ?? former.fineTuning,
  }
}

/** Decimals may come as JSON numbers: the scalar lets them through. */
function toText(price: Offered<string>): string {
  return price === null || price === undefined ? '0' : String(price)
}
