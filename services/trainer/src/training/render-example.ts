import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import {
  answerSentence,
  type PromptQuestion,
  type PromptSetContent,
  renderMessages,
} from '@chorus/schema/method/render-prompt.ts'
import type { Format } from '@chorus/schema/method/sample-set.ts'

/** One message of a training row; weight 0 takes an assistant turn out of the loss. */
export type ExampleMessage = {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
  readonly weight?: 0
}

/** What a row is written from. */
export type ExampleSource = {
  readonly format: Format
  readonly question: PromptQuestion
  /** The winning answer as paths state it. */
  readonly answerText: string
  readonly pathText: string
  /** Characters of the path up to and including its answer sentence. */
  readonly answerEndsAt: number
}

/**
 * A training row as chat turns: the prompt as it is sampled, exemplar turns without loss, and the completion as the last turn. In
 * the chain-of-thought formats the completion is the path up to its answer sentence, in the direct ones the answer sentence alone.
 */
export function renderExample(promptSet: PromptSetContent, source: ExampleSource): readonly ExampleMessage[] {
  const prompt = renderMessages(promptSet, source.format, source.question)
  const content = completionOf(promptSet, source)
  return [
    ...prompt.map((message) => (message.role === 'assistant' ? { ...message, weight: 0 as const } : message)),
    { role: 'assistant', content },
  ]
}

function completionOf(promptSet: PromptSetContent, source: ExampleSource): string {
  switch (source.format) {
    case 'FEW_SHOT_COT':
    case 'ZERO_SHOT_COT':
      // A completions endpoint gives the blank after `A:` as part of the path; here it belongs to the turn.
      return source.pathText.slice(0, source.answerEndsAt).trimStart()
    case 'FEW_SHOT_DIRECT':
    case 'ZERO_SHOT_DIRECT':
      return answerSentence(promptSet, source.answerText)
  }
}

/** A row of the JSONL file, line feed included. */
export function toJsonLine(messages: readonly ExampleMessage[]): string {
  return `${JSON.stringify({
    messages: messages.map(({ role, content, weight }) => ({ role, content, weight })),
  })}\n`
}

/** SHA-256 of a training set's JSONL, hex: its content hash. */
export function hashTrainingSet(jsonl: string): string {
  return sha256(jsonl)
}
