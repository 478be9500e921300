import { z } from 'zod'
import type { Usage } from '../ledger/price-call.ts'
import type { FinishReason, ModelChoice, Protocol } from '../sampling/work.ts'

const tokenLogprobs = z.object({ content: z.array(z.object({ logprob: z.number() })).nullish() }).nullish()
const choice = z.object({
  index: z.int().min(0).nullish(),
  finish_reason: z.string().nullish(),
  text: z.string().nullish(),
  message: z.object({ content: z.string().nullish() }).nullish(),
  logprobs: z.unknown().optional(),
})
const answer = z.object({
  choices: z.array(choice),
  usage: z
    .object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) })
    .nullish()
    .catch(null),
})

/** What an endpoint's answer holds: its choices, each offset once, and what it billed; null when it is no answer. */
export function readAnswer(
  body: unknown,
  protocol: Protocol,
): { readonly choices: ModelChoice[]; readonly usage: Usage | null } | null {
  const parsed = answer.safeParse(body)
  if (!parsed.success) return null
  const { choices, usage } = parsed.data
  const offsets = new Set<number>()
  const read = choices
    .map((item, place) => readChoice(item, item.index ?? place, protocol))
    .filter(({ offset }) => !offsets.has(offset) && offsets.add(offset))
  const billed =
    usage == null ? null : { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens }
  const only = read.length === 1 ? read[0] : undefined
  // What was billed for a single choice is its length.
  if (only !== undefined && only.tokens === null && billed !== null) {
    return { choices: [{ ...only, tokens: billed.completionTokens }], usage: billed }
  }
  return { choices: read, usage: billed }
}

function readChoice(item: z.infer<typeof choice>, offset: number, protocol: Protocol): ModelChoice {
  const given = (protocol === 'CHAT' ? item.message?.content : item.text) ?? ''
  const logprobs = tokenLogprobs.safeParse(item.logprobs).data?.content ?? null
  const hasLogprobs = logprobs !== null && logprobs.length > 0
  return {
    offset,
    text: cleanText(protocol === 'CHAT' && given.startsWith(' ') ? given.slice(1) : given),
    finishReason: toFinishReason(item.finish_reason),
    tokens: hasLogprobs ? logprobs.length : null,
    logprob: hasLogprobs ? logprobs.reduce((sum, token) => sum + token.logprob, 0) / logprobs.length : null,
  }
}

/** A text as Postgres and JSON can hold it: no NUL, no half of a surrogate pair. */
function cleanText(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').toWellFormed()
}

function toFinishReason(reason: string | null | undefined): FinishReason {
  if (reason === 'length') return 'LENGTH'
  if (reason === 'content_filter') return 'CONTENT_FILTER'
  return 'STOP'
}
