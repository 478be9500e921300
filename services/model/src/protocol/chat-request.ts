import { z } from 'zod'
import type { ChatMessage } from '../backend.ts'
import { ApiError } from '../http/api-error.ts'
import { type SamplingSettings, samplingFields, samplingSettings } from './sampling-fields.ts'

const textPart = z.object({
  type: z.literal('text', 'only parts of type text are supported'),
  text: z.string(),
})

/** A message's content: a string, or text parts that are joined without anything between them. */
export const messageContent = z
  .union(
    [z.string(), z.array(textPart).min(1)],
    'expected a string or a list of parts {"type": "text", "text": …}',
  )
  .transform((content) => (typeof content === 'string' ? content : content.map((part) => part.text).join('')))

/** Roles of this endpoint; tool and function turns are not supported. */
export const messageRole = z.enum(
  ['system', 'developer', 'user', 'assistant'],
  'expected one of system, developer, user, assistant',
)

const chatBody = z.looseObject({
  ...samplingFields,
  messages: z.array(z.object({ role: messageRole, content: messageContent })).min(1),
  max_completion_tokens: z.number().int().min(1).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.number().int().min(0).max(20).nullish(),
})

/** The body of POST /v1/chat/completions. */
export const chatRequest = chatBody

/** A chat as it is sampled. */
export type ChatSampling = { readonly messages: readonly ChatMessage[]; readonly settings: SamplingSettings }

/** @throws {ApiError} 400 for parameters that contradict each other. */
export function toChatSampling(body: z.infer<typeof chatBody>): ChatSampling {
  const wantsLogprobs = body.logprobs ?? false
  if (!wantsLogprobs && body.top_logprobs != null) {
    throw contradiction('top_logprobs', "'top_logprobs' is only allowed when 'logprobs' is true.")
  }
  const { max_tokens: older, max_completion_tokens: newer } = body
  if (older != null && newer != null && older !== newer) {
    throw contradiction('max_tokens', "'max_tokens' and 'max_completion_tokens' differ; send one of them.")
  }
  const fields = { ...body, max_tokens: newer ?? older }
  const settings = samplingSettings(fields, wantsLogprobs ? (body.top_logprobs ?? 0) : null)
  return { messages: body.messages, settings }
}

function contradiction(param: string, message: string): ApiError {
  return new ApiError({ status: 400, code: 'invalid_value', message, param })
}
