/** One message of a chat, or of a fine-tuning row. */
export type ChatMessage = {
  readonly role: 'system' | 'developer' | 'user' | 'assistant'
  readonly content: string
  /** Only on assistant turns of a fine-tuning row: 0 takes the turn out of the loss. Default 1. */
  readonly weight?: 0 | 1
}

/** What is completed: raw text (`/v1/completions`) or a chat that the back end's template turns into text. */
export type Prompt =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'chat'; readonly messages: readonly ChatMessage[] }

/** One sampling request; every choice j is drawn with the seed `seed + j`, whatever else runs beside it. */
export type CompletionRequest = {
  readonly model: string
  readonly prompt: Prompt
  /** Number of choices, 1–128. */
  readonly n: number
  /** First choice's seed, 0 – 2^31-1; seed + j wraps within 31 bits. */
  readonly seed: number
  /** 0 is greedy; range 0–2. */
  readonly temperature: number
  /** Nucleus mass, (0, 1]. */
  readonly topP: number
  /** Longest completion in tokens, end token not counted. */
  readonly maxTokens: number
  /** Strings that end a choice; they are not part of its text. At most 4. */
  readonly stop: readonly string[]
  /** Alternatives to report per token, 0–20; null for no log-probabilities at all. */
  readonly topLogprobs: number | null
  /** Called with each piece of text as it is sampled, for streaming. */
  readonly onText?: (choiceIndex: number, text: string) => void
  readonly signal?: AbortSignal
}

/** Log-probabilities are those at temperature 1, not the tempered ones. */
export type TokenLogprob = {
  readonly token: string
  readonly logprob: number
  readonly top: readonly { readonly token: string; readonly logprob: number }[]
}

export type Choice = {
  readonly index: number
  readonly text: string
  readonly finishReason: 'stop' | 'length'
  readonly tokenCount: number
  readonly logprobs: readonly TokenLogprob[] | null
}

export type Completion = {
  readonly choices: readonly Choice[]
  /** Prompt tokens, counted once per request as OpenAI does. */
  readonly promptTokens: number
  readonly completionTokens: number
}

/** A fine-tuning job as the back end runs it: settings resolved, rows parsed and validated. */
export type TrainingRequest = {
  readonly parentModel: string
  /** Name under which the trained model can be sampled once `train` has resolved. */
  readonly resultModel: string
  readonly rows: readonly { readonly messages: readonly ChatMessage[] }[]
  readonly seed: number
  readonly epochs: number
  readonly batchSize: number
  readonly learningRate: number
  readonly onStep: (step: TrainingStep) => void
  readonly signal: AbortSignal
}

export type TrainingStep = {
  readonly step: number
  readonly totalSteps: number
  readonly loss: number
  /** Share of loss tokens whose most likely token was the right one, [0, 1]. */
  readonly tokenAccuracy: number
}

export type TrainingResult = {
  readonly steps: number
  /** Tokens seen, prompt tokens included, all epochs. */
  readonly trainedTokens: number
  /** Tokens that carried loss, all epochs. */
  readonly lossTokens: number
  readonly finalLoss: number
  /** SHA-256 of the weights' bytes, hex. */
  readonly weightsHash: string
}

export type ModelCard = {
  readonly id: string
  readonly createdAtMs: number
  /** Model that it was fine-tuned from; null for a base checkpoint. */
  readonly parent: string | null
}

/** The port between the OpenAI protocol and whatever samples and trains: `embedded` here, `command` later. */
export interface ModelBackend {
  readonly contextTokens: number
  readonly defaults: { readonly epochs: number; readonly batchSize: number; readonly learningRate: number }
  models(): readonly ModelCard[]
  /** Tokens of a prompt as it would be sampled (begin token and template included). */
  countPromptTokens(prompt: Prompt): number
  /** @throws {ContextLengthError} when prompt and maxTokens together exceed `contextTokens`. @throws {ModelNotFoundError} */
  complete(request: CompletionRequest): Promise<Completion>
  /** Trains and stores the result; calling again with an equal request after a crash gives the same weights. */
  train(request: TrainingRequest): Promise<TrainingResult>
  /** Tokens of the longest row and of the loss, without training: what `validating_files` needs. */
  inspectRow(row: { readonly messages: readonly ChatMessage[] }): {
    readonly tokens: number
    readonly lossTokens: number
  }
  /** False when there is no such fine-tuned model; a base checkpoint is never deleted. */
  remove(model: string): Promise<boolean>
  close(): Promise<void>
}

/** The named model cannot be sampled here. */
export class ModelNotFoundError extends Error {
  override readonly name = 'ModelNotFoundError'
  readonly model: string
  constructor(model: string) {
    super(`The model '${model}' does not exist here.`)
    this.model = model
  }
}

/** Prompt and completion do not fit the context window. */
export class ContextLengthError extends Error {
  override readonly name = 'ContextLengthError'
}
