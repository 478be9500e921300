import { z } from 'zod'
import type { Fault } from './faults.ts'

/** What the answer function is told about the choice it writes. */
export type AnswerInput = {
  readonly model: string
  /** The raw prompt, or the contents of a chat's messages joined by newlines. */
  readonly prompt: string
  /** The choice's own seed: the request's seed + index, within 31 bits. */
  readonly seed: number
  /** Position of the choice in this answer. */
  readonly index: number
  readonly temperature: number
}

/** Text of one choice; the same input should give the same text. */
export type AnswerFunction = (input: AnswerInput) => string

/** A sampling answer as it will be sent, and what it costs. */
export type SamplingReply = {
  readonly payload: Record<string, unknown>
  readonly seeds: readonly number[]
  readonly promptTokens: number
  readonly completionTokens: number
}

const textPart = z.object({ type: z.literal('text'), text: z.string() })
const samplingBody = z.object({
  model: z.string(),
  prompt: z.string().optional(),
  messages: z
    .array(z.object({ role: z.string(), content: z.union([z.string(), z.array(textPart)]) }))
    .optional(),
  n: z.number().int().min(1).max(128).nullish(),
  seed: z.number().int().nullish(),
  temperature: z.number().nullish(),
  stream: z.literal(false).nullish(),
})
type SamplingBody = z.infer<typeof samplingBody>

/** Reads a sampling body; null when it is not one that the endpoint understands (streams included). */
export function parseSamplingBody(bodyText: string): SamplingBody | null {
  try {
    return samplingBody.parse(JSON.parse(bodyText))
  } catch {
    return null
  }
}

/** Number of tokens by the endpoint's own rule: one for every four characters begun. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Writes the answer to a sampling request, with the faults that change its content. */
export function buildSamplingReply(input: {
  readonly body: SamplingBody
  readonly kind: 'chat' | 'completions'
  readonly answer: AnswerFunction
  readonly fault: Fault | null
  readonly ordinal: number
}): SamplingReply {
  const { body, fault } = input
  const prompt = promptText(body)
  const baseSeed = body.seed ?? input.ordinal
  const choices = Array.from({ length: choiceCount(body.n ?? 1, fault) }, (_, index) => {
    const seed = (baseSeed + index) % 2 ** 31
    const temperature = body.temperature ?? 1
    const whole = input.answer({ model: body.model, prompt, seed, index, temperature })
    return { index, seed, text: fault?.kind === 'length' ? whole.slice(0, whole.length / 2) : whole }
  })
  const promptTokens = countTokens(prompt)
  const completionTokens = choices.reduce((sum, choice) => sum + countTokens(choice.text), 0)
  const finish = fault?.kind === 'length' ? 'length' : 'stop'
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  }
  const payload = {
    id: `${input.kind === 'chat' ? 'chatcmpl' : 'cmpl'}-${input.ordinal}`,
    object: input.kind === 'chat' ? 'chat.completion' : 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model: body.model,
    choices: choices.map(({ index, text }) => ({
      index,
      finish_reason: finish,
      logprobs: null,
      ...(input.kind === 'chat'
        ? { message: { role: 'assistant', content: text, refusal: null } }
        : { text }),
    })),
    ...(fault?.kind === 'missing-usage' ? {} : { usage }),
  }
  return { payload, seeds: choices.map((choice) => choice.seed), promptTokens, completionTokens }
}

function promptText(body: SamplingBody): string {
  if (body.prompt !== undefined) return body.prompt
  const contents = (body.messages ?? []).map(({ content }) =>
    typeof content === 'string' ? content : content.map((part) => part.text).join(''),
  )
  return contents.join('\n')
}

function choiceCount(n: number, fault: Fault | null): number {
  if (fault?.kind === 'empty-choices') return 0
  return fault?.kind === 'partial' ? Math.min(n, fault.choices) : n
}
