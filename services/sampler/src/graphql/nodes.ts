import type { Connection } from '@chorus/common/src/paging/keyset-page.ts'
import type { AnswerType } from '@chorus/schema/method/question-hash.ts'
import type { Exemplar } from '@chorus/schema/method/render-prompt.ts'
import type { DatasetKind } from '../datasets/check-questions.ts'
import type { EndpointLimits, EndpointModel, FinishReason, Protocol } from '../sampling/work.ts'

/** What stands behind the graph's types: their fields, and the `key` of the row. */
export type DatasetNode = {
  readonly key: string
  readonly id: string
  readonly name: string
  readonly version: number
  readonly kind: DatasetKind
  readonly status: 'OPEN' | 'SEALED'
  readonly questionCount: number
  readonly mergedCount: number
  readonly contentHash: string | null
  readonly createdAt: Date
  readonly sealedAt: Date | null
}

export type QuestionNode = {
  readonly key: string
  readonly id: string
  readonly text: string
  readonly hash: string
  readonly answerType: AnswerType
  readonly choices: string[]
  readonly position: number
  readonly goldAnswer: string | null
}

export type PromptSetNode = {
  readonly key: string
  readonly id: string
  readonly name: string
  readonly systemPrompt: string | null
  readonly exemplars: Exemplar[]
  readonly questionTemplate: string
  readonly stepByStepTrigger: string
  readonly answerMarker: string
  readonly stop: string[]
  readonly contentHash: string
  readonly createdAt: Date
}

export type EndpointNode = {
  readonly key: string
  readonly id: string
  readonly name: string
  readonly version: number
  readonly baseUrl: string
  readonly keyVariable: string | null
  readonly protocol: Protocol
  readonly models: EndpointModel[]
  readonly limits: EndpointLimits
  readonly capabilities: { readonly seeded: boolean; readonly fineTuning: boolean }
  readonly createdAt: Date
  readonly archivedAt: Date | null
}

export type PathNode = {
  readonly key: string
  readonly id: string
  readonly index: number
  readonly text: string
  readonly tokens: number | null
  readonly finishReason: FinishReason
  readonly seed: number
  readonly logprob: number | null
}

export type RunQuestionNode = {
  readonly id: string
  readonly sampleSetId: string
  readonly questionId: string
}

/** An entity of which another subgraph knows more; it may be unknown here. */
export type EntityStub = { readonly id: string }

export type DatasetPage = Connection<DatasetNode>
export type QuestionPage = Connection<QuestionNode>
export type PromptSetPage = Connection<PromptSetNode>
export type EndpointPage = Connection<EndpointNode>
export type PathPage = Connection<PathNode>
export type RunQuestionPage = Connection<RunQuestionNode>
