import type { SampleSetRequest } from '@chorus/schema/events/parts.ts'
import type { AnswerType } from '@chorus/schema/method/question-hash.ts'
import type { PromptSetContent } from '@chorus/schema/method/render-prompt.ts'
import type { Prices, Usage } from '../ledger/price-call.ts'
import type { CallFailure } from './decide-retry.ts'

/** Which part of the OpenAI protocol carries prompts. */
export type Protocol = 'CHAT' | 'COMPLETIONS'

/** A model of an endpoint with its prices. */
export type EndpointModel = Prices & { readonly name: string }

/** The version of an endpoint that a run pinned. */
export type PinnedEndpoint = {
  readonly endpointId: string
  readonly name: string
  readonly version: number
  readonly baseUrl: string
  readonly keyVariable: string | null
  readonly protocol: Protocol
  readonly models: readonly EndpointModel[]
}

/** How much an endpoint may be asked at once; applies at once, whatever version a run pinned. */
export type EndpointLimits = {
  /** 1–1,024. */
  readonly maxConcurrentRequests: number
  /** 1–128. */
  readonly maxChoicesPerRequest: number
  /** 1,000–3,600,000. */
  readonly requestTimeoutMs: number
}

/** A sample set with everything that its questions have in common. */
export type SampleSetWork = {
  readonly project: string
  readonly actor: string
  readonly runId: string
  readonly iterationId: string
  readonly iteration: number
  readonly request: SampleSetRequest
  readonly promptSet: PromptSetContent
  readonly endpoint: PinnedEndpoint
}

/** A question of a sample set. The gold answer is there for evaluations only. */
export type QuestionWork = {
  readonly questionId: string
  readonly questionHash: string
  readonly position: number
  readonly text: string
  readonly answerType: AnswerType
  readonly choices: readonly string[]
  readonly goldAnswer: string | null
}

export type FinishReason = 'STOP' | 'LENGTH' | 'CONTENT_FILTER'

/** A path as it is stored. */
export type StoredPath = {
  readonly pathId: string
  readonly index: number
  readonly text: string
  readonly finishReason: FinishReason
}

/** A claimed task: one question of one sample set, held under a lease. */
export type SamplingTask = {
  readonly taskId: string
  /** Results are written only where the row still has it. */
  readonly epoch: string
  readonly sampleSet: SampleSetWork
  readonly question: QuestionWork
  /** Paths of earlier claims. */
  readonly stored: readonly StoredPath[]
}

/** A call that is about to be made. */
export type ModelRequest = {
  readonly endpoint: PinnedEndpoint
  readonly model: string
  readonly prompt: Prompt
  readonly choices: number
  readonly seed: number
  readonly temperature: number
  readonly topP: number
  readonly maxTokens: number
  readonly stop: readonly string[]
  readonly timeoutMs: number
}

/** A rendered prompt in the form of its protocol. */
export type Prompt =
  | {
      readonly protocol: 'CHAT'
      readonly messages: readonly {
        readonly role: 'system' | 'user' | 'assistant'
        readonly content: string
      }[]
    }
  | { readonly protocol: 'COMPLETIONS'; readonly text: string }

/** One completion as the endpoint gave it. */
export type ModelChoice = {
  /** Place in the answer: its seed is the request's seed + this. */
  readonly offset: number
  readonly text: string
  readonly finishReason: FinishReason
  /** Null when the endpoint did not say. */
  readonly tokens: number | null
  /** Mean log-probability per token; null when not given. */
  readonly logprob: number | null
}

/** What came of a call. */
export type CallResult =
  | { readonly ok: true; readonly choices: readonly ModelChoice[]; readonly usage: Usage | null }
  | { readonly ok: false; readonly failure: CallFailure; readonly usage: Usage | null }

/** Talks to models: one call, no retries. Never throws. */
export interface ModelClient {
  call(request: ModelRequest, signal: AbortSignal): Promise<CallResult>
}
