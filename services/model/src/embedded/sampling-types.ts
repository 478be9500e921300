import type { TokenLogprob } from '../backend.ts'

/** Paths to sample from one prompt under one setting, as a sampling worker gets them. */
export type SamplingJob = {
  readonly id: number
  /** Names the weights: their SHA-256. */
  readonly weightsHash: string
  /** Begin token included. */
  readonly promptIds: readonly number[]
  /** The choice's number in its request, and its seed. */
  readonly paths: readonly { readonly index: number; readonly seed: number }[]
  readonly temperature: number
  readonly topP: number
  readonly maxTokens: number
  readonly stop: readonly string[]
  readonly topLogprobs: number | null
  /** Whether pieces of text are reported while they are sampled. */
  readonly streams: boolean
}

/** A finished path. */
export type SampledPath = {
  readonly index: number
  readonly text: string
  readonly finishReason: 'stop' | 'length'
  readonly tokenCount: number
  readonly logprobs: readonly TokenLogprob[] | null
}

/** Who hears of a sampler's work. */
export type SamplingListener = {
  readonly onText: (jobId: number, index: number, text: string) => void
  readonly onPath: (jobId: number, path: SampledPath) => void
  /** A job that cannot be sampled; nothing more comes for it. */
  readonly onFailure: (jobId: number, reason: string) => void
}
