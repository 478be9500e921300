import { z } from 'zod'
import { type SamplingSettings, samplingFields, samplingSettings } from './sampling-fields.ts'

/** Tokens of a raw completion that doesn't say how many it wants, as at OpenAI. */
const defaultMaxTokens = 16

/** The body of POST /v1/completions; prompts of token ids are not supported. */
export const completionRequest = z.looseObject({
  ...samplingFields,
  prompt: z.union(
    [z.string(), z.array(z.string()).min(1).max(128)],
    'expected a string or a list of 1 to 128 strings (token ids are not supported)',
  ),
  logprobs: z.number().int().min(0).max(20).nullish(),
})

/** Raw prompts as they are sampled, each with n choices. */
export type CompletionSampling = { readonly prompts: readonly string[]; readonly settings: SamplingSettings }

/** Fills in the defaults: one prompt, 16 tokens. */
export function toCompletionSampling(body: z.infer<typeof completionRequest>): CompletionSampling {
  const fields = { ...body, max_tokens: body.max_tokens ?? defaultMaxTokens }
  return {
    prompts: typeof body.prompt === 'string' ? [body.prompt] : body.prompt,
    settings: samplingSettings(fields, body.logprobs ?? null),
  }
}
