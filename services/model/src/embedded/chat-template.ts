import type { ChatMessage, Prompt } from '../backend.ts'
import type { TrainingText } from './step-runner.ts'
import { BOS, EOS, encode } from './tokenizer.ts'

/** The text that a message adds after `text`. */
function render(text: string, message: ChatMessage): string {
  switch (message.role) {
    case 'system':
    case 'developer':
      return `${message.content}\n\n`
    case 'user':
      return text !== '' && !text.endsWith('\n\n') ? `\n\n${message.content}` : message.content
    case 'assistant':
      return ` ${message.content.replace(/^ +/, '')}`
  }
}

/** The bytes of a prompt; a chat is turned into text by the template described in docs/model.md. */
export function renderPromptText(prompt: Prompt): string {
  if (prompt.kind === 'text') return prompt.text
  return prompt.messages.reduce((text, message) => text + render(text, message), '')
}

/** Token ids of a prompt, begin token first. */
export function encodePrompt(prompt: Prompt): number[] {
  return [BOS, ...encode(renderPromptText(prompt))]
}

/**
 * A fine-tuning row as token ids. Assistant turns carry loss unless their weight is 0; the end token follows only when
 * such a turn is the last message. Each turn with loss is encoded apart from the text before it, as sampling does.
 */
export function encodeRow(messages: readonly ChatMessage[]): TrainingText {
  const ids: number[] = [BOS]
  const losses: { row: number; target: number }[] = []
  let text = ''
  let pending = ''
  for (const [i, message] of messages.entries()) {
    const piece = render(text, message)
    text += piece
    if (message.role !== 'assistant' || message.weight === 0) {
      pending += piece
      continue
    }
    ids.push(...encode(pending))
    pending = ''
    const turn = encode(piece)
    if (i === messages.length - 1) turn.push(EOS)
    for (const id of turn) {
      losses.push({ row: ids.length - 1, target: id })
      ids.push(id)
    }
  }
  ids.push(...encode(pending))
  return { ids, losses }
}
