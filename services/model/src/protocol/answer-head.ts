import { createHash, randomUUID } from 'node:crypto'
import type { Completion } from '../backend.ts'

/** What every sampling answer and every chunk of it begins with. */
export type AnswerHead = {
  readonly id: string
  readonly created: number
  readonly model: string
  /** Names the sampling code and the model: equal seeds give equal text under equal fingerprints. */
  readonly system_fingerprint: string
  /** Extension: the seed of choice 0, drawn by the endpoint where the request had none; choice j has seed + j. */
  readonly seed: number
}

/** Makes the head of a new answer; `prefix` is chatcmpl or cmpl. */
export function answerHead(input: {
  readonly prefix: 'chatcmpl' | 'cmpl'
  readonly model: string
  readonly seed: number
  readonly nowMs: number
}): AnswerHead {
  const fingerprint = createHash('sha256').update(input.model).digest('hex').slice(0, 10)
  return {
    id: `${input.prefix}-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(input.nowMs / 1000),
    model: input.model,
    system_fingerprint: `fp_${fingerprint}`,
    seed: input.seed,
  }
}

/** Token counts in OpenAI's shape; the prompt counts once, however many choices it has. */
export type Usage = {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
}

/** Adds up the usage of an answer's prompts. */
export function usageOf(completions: readonly Completion[]): Usage {
  const prompt = completions.reduce((sum, completion) => sum + completion.promptTokens, 0)
  const sampled = completions.reduce((sum, completion) => sum + completion.completionTokens, 0)
  return { prompt_tokens: prompt, completion_tokens: sampled, total_tokens: prompt + sampled }
}
