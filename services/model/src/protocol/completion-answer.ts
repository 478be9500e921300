import type { Choice, Completion } from '../backend.ts'
import { type AnswerHead, type Usage, usageOf } from './answer-head.ts'

/** A whole raw completion: prompt p's choice j has the index p·n + j. */
export function completionAnswer(
  head: AnswerHead,
  completions: readonly Completion[],
): Record<string, unknown> {
  return {
    ...head,
    object: 'text_completion',
    choices: completions
      .flatMap((completion) => completion.choices)
      .map((choice, index) => ({
        index,
        text: choice.text,
        logprobs: completionLogprobs(choice),
        finish_reason: choice.finishReason,
      })),
    usage: usageOf(completions),
  }
}

/** A piece of a choice's text. */
export function completionPiece(head: AnswerHead, index: number, text: string): Record<string, unknown> {
  return completionChunk(head, { index, text, logprobs: null, finish_reason: null })
}

/** The last chunk of a choice: why it ended, and the log-probabilities of all its tokens where they were asked for. */
export function completionClosing(head: AnswerHead, index: number, choice: Choice): Record<string, unknown> {
  const logprobs = completionLogprobs(choice)
  return completionChunk(head, { index, text: '', logprobs, finish_reason: choice.finishReason })
}

/** The chunk after all choices, for `stream_options.include_usage`. */
export function completionUsage(head: AnswerHead, usage: Usage): Record<string, unknown> {
  return { ...head, object: 'text_completion', choices: [], usage }
}

function completionChunk(head: AnswerHead, choice: Record<string, unknown>): Record<string, unknown> {
  return { ...head, object: 'text_completion', choices: [choice] }
}

function completionLogprobs(choice: Choice): Record<string, unknown> | null {
  if (choice.logprobs === null) return null
  let offset = 0
  const offsets = choice.logprobs.map(({ token }) => {
    const start = offset
    offset += token.length
    return start
  })
  return {
    tokens: choice.logprobs.map(({ token }) => token),
    token_logprobs: choice.logprobs.map(({ logprob }) => logprob),
    top_logprobs: choice.logprobs.map(({ top }) =>
      Object.fromEntries(top.map(({ token, logprob }) => [token, logprob])),
    ),
    text_offset: offsets,
  }
}
