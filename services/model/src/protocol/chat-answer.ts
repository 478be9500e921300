import type { Choice, Completion, TokenLogprob } from '../backend.ts'
import { type AnswerHead, type Usage, usageOf } from './answer-head.ts'

/** A whole chat completion. */
export function chatAnswer(head: AnswerHead, completion: Completion): Record<string, unknown> {
  return {
    ...head,
    object: 'chat.completion',
    choices: completion.choices.map((choice) => ({
      index: choice.index,
      message: { role: 'assistant', content: choice.text, refusal: null },
      logprobs: chatLogprobs(choice),
      finish_reason: choice.finishReason,
    })),
    usage: usageOf([completion]),
  }
}

/** The first chunk of a choice, which names the role. */
export function chatOpening(head: AnswerHead, index: number): Record<string, unknown> {
  return chatChunk(head, {
    index,
    delta: { role: 'assistant', content: '' },
    logprobs: null,
    finish_reason: null,
  })
}

/** A piece of a choice's text. */
export function chatPiece(head: AnswerHead, index: number, text: string): Record<string, unknown> {
  return chatChunk(head, { index, delta: { content: text }, logprobs: null, finish_reason: null })
}

/** The last chunk of a choice: why it ended, and the log-probabilities of all its tokens where they were asked for. */
export function chatClosing(head: AnswerHead, choice: Choice): Record<string, unknown> {
  const logprobs = chatLogprobs(choice)
  return chatChunk(head, { index: choice.index, delta: {}, logprobs, finish_reason: choice.finishReason })
}

/** The chunk after all choices, for `stream_options.include_usage`. */
export function chatUsage(head: AnswerHead, usage: Usage): Record<string, unknown> {
  return { ...head, object: 'chat.completion.chunk', choices: [], usage }
}

function chatChunk(head: AnswerHead, choice: Record<string, unknown>): Record<string, unknown> {
  return { ...head, object: 'chat.completion.chunk', choices: [choice] }
}

function chatLogprobs(choice: Choice): Record<string, unknown> | null {
  if (choice.logprobs === null) return null
  const content = choice.logprobs.map((item) => ({
    ...tokenView(item),
    top_logprobs: item.top.map(tokenView),
  }))
  return { content, refusal: null }
}

function tokenView({ token, logprob }: Pick<TokenLogprob, 'token' | 'logprob'>): Record<string, unknown> {
  return { token, logprob, bytes: [...Buffer.from(token, 'utf8')] }
}
