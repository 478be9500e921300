import { z } from 'zod'
import { ApiError, unsupported } from '../http/api-error.ts'

/** Largest seed: 31 bits. */
export const maxSeed = 2 ** 31 - 1

/** Parameters that chat and raw completions share; null counts as missing, as at OpenAI. */
export const samplingFields = {
  model: z.string().min(1),
  n: z.number().int().min(1).max(128).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  seed: z.number().int().min(0).max(maxSeed).nullish(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)], stopMessage()).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
}

/** What both kinds of requests are sampled with, as far as the request says. */
export type SamplingSettings = {
  readonly model: string
  readonly n: number
  readonly temperature: number
  readonly topP: number
  /** Null: the default of the kind of request. */
  readonly maxTokens: number | null
  /** Null: a random one. */
  readonly seed: number | null
  readonly stop: readonly string[]
  readonly topLogprobs: number | null
  readonly stream: boolean
  readonly includeUsage: boolean
}

type ParsedFields = z.infer<z.ZodObject<typeof samplingFields>>

/** Fills in OpenAI's defaults: n 1, temperature 1, top_p 1, no stop strings. @throws {ApiError} 400 when stream_options comes without stream. */
export function samplingSettings(fields: ParsedFields, topLogprobs: number | null): SamplingSettings {
  const stream = fields.stream ?? false
  if (!stream && fields.stream_options != null) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is true."
    throw new ApiError({ status: 400, code: 'invalid_value', message, param: 'stream_options' })
  }
  return {
    model: fields.model,
    n: fields.n ?? 1,
    temperature: fields.temperature ?? 1,
    topP: fields.top_p ?? 1,
    maxTokens: fields.max_tokens ?? null,
    seed: fields.seed ?? null,
    stop: typeof fields.stop === 'string' ? [fields.stop] : (fields.stop ?? []),
    topLogprobs,
    stream,
    includeUsage: fields.stream_options?.include_usage ?? false,
  }
}

/** Whether a value leaves the result as it would be without the parameter. */
type IsHarmless = (value: unknown) => boolean

const absent: IsHarmless = (value) => value === undefined || value === null
const absentOr =
  (neutral: unknown): IsHarmless =>
  (value) =>
    absent(value) || value === neutral
const absentOrEmpty: IsHarmless = (value) => absent(value) || Object.keys(Object(value)).length === 0

/** Parameters that would change the text; anything else that is not known is ignored, as at OpenAI. */
const refusedUnless: Readonly<Record<string, IsHarmless>> = {
  tools: absentOrEmpty,
  tool_choice: (value) => absent(value) || value === 'none' || value === 'auto',
  functions: absentOrEmpty,
  function_call: (value) => absent(value) || value === 'none' || value === 'auto',
  response_format: (value) => absent(value) || (isRecord(value) && value.type === 'text'),
  logit_bias: absentOrEmpty,
  presence_penalty: absentOr(0),
  frequency_penalty: absentOr(0),
  repetition_penalty: absentOr(1),
  top_k: (value) => absent(value) || value === -1 || value === 0,
  min_p: absentOr(0),
  audio: absent,
  modalities: (value) => absent(value) || (Array.isArray(value) && value.every((item) => item === 'text')),
  prediction: absent,
  web_search_options: absent,
  echo: absentOr(false),
  suffix: absent,
}

/** @throws {ApiError} 400 naming the first parameter that this endpoint would have to obey and can't. */
export function assertSupported(body: unknown): void {
  if (!isRecord(body)) return
  for (const [name, isHarmless] of Object.entries(refusedUnless)) {
    if (!isHarmless(body[name])) throw unsupported(name, 'Leave it out.')
  }
  if (!absent(body.best_of) && body.best_of !== (body.n ?? 1)) {
    throw unsupported('best_of', 'Ask for n choices and choose among them.')
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function stopMessage(): string {
  return 'expected a string or up to 4 strings, none of them empty'
}
