import { renderMessages, renderText } from '@chorus/schema/method/render-prompt.ts'
import type { Prompt, QuestionWork, SampleSetWork } from './work.ts'

/** Bytes that a chat template adds to a turn at the most: role names and markers. */
const TURN_FRAME_BYTES = 16

/** The prompt of a question in the form of its endpoint's protocol. */
export function renderQuestion(sampleSet: SampleSetWork, question: QuestionWork): Prompt {
  const { promptSet, endpoint, request } = sampleSet
  return endpoint.protocol === 'CHAT'
    ? { protocol: 'CHAT', messages: renderMessages(promptSet, request.format, question) }
    : { protocol: 'COMPLETIONS', text: renderText(promptSet, request.format, question) }
}

/** Bytes of a prompt, and with them the most tokens that it can have. */
export function promptBytes(prompt: Prompt): number {
  if (prompt.protocol === 'COMPLETIONS') return Buffer.byteLength(prompt.text) + TURN_FRAME_BYTES
  return prompt.messages.reduce(
    (sum, message) => sum + Buffer.byteLength(message.content) + TURN_FRAME_BYTES,
    TURN_FRAME_BYTES,
  )
}
