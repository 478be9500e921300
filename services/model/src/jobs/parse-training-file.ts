import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import type { ChatMessage, ModelBackend } from '../backend.ts'
import { messageContent, messageRole } from '../protocol/chat-request.ts'

/** A row of a training file. */
export type TrainingRow = { readonly messages: readonly ChatMessage[] }

/** Every problem found in a training file (the first ten), each with its line. */
export class TrainingFileError extends Error {
  override readonly name = 'TrainingFileError'
}

/** Rows between two breaths, so that sampling goes on while a large file is read. */
const rowsPerTurn = 200
const maxProblems = 10

const weight = z.union([z.literal(0), z.literal(1)], 'expected a weight of 0 or 1')
const rowSchema = z.object({
  messages: z
    .array(
      z
        .object({ role: messageRole, content: messageContent, weight: weight.optional() })
        .refine((message) => message.weight === undefined || message.role === 'assistant', {
          message: 'only assistant turns take a weight',
          path: ['weight'],
        }),
    )
    .min(1),
})

/**
 * Reads a training file: one JSON object a line, blank lines left out.
 * @throws {TrainingFileError} when there is no row, or naming lines that are not JSON, have a wrong shape, have no assistant
 * turn with weight 1, or are longer than the context.
 */
export async function parseTrainingFile(
  content: Buffer,
  backend: Pick<ModelBackend, 'contextTokens' | 'inspectRow'>,
): Promise<TrainingRow[]> {
  const rows: TrainingRow[] = []
  const problems: string[] = []
  for (const [position, line] of content.toString('utf8').split('\n').entries()) {
    if (position % rowsPerTurn === rowsPerTurn - 1) await nextTurn()
    if (line.trim() === '') continue
    const row = parseRow(line)
    const problem = typeof row === 'string' ? row : judgeRow(row, backend)
    if (problem !== null) problems.push(`Line ${position + 1}: ${problem}.`)
    else if (typeof row !== 'string') rows.push(row)
    if (problems.length === maxProblems) break
  }
  if (problems.length > 0) throw new TrainingFileError(problems.join(' '))
  if (rows.length === 0) throw new TrainingFileError('Expected at least 1 row, found an empty file.')
  return rows
}

function parseRow(line: string): TrainingRow | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return `expected a JSON object, found ${JSON.stringify(line.slice(0, 40))}, which does not parse`
  }
  const parsed = rowSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return `${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'another value was expected'}`
  }
  return { messages: parsed.data.messages.map(toMessage) }
}

function toMessage(message: z.infer<typeof rowSchema>['messages'][number]): ChatMessage {
  const { role, content } = message
  return message.weight === undefined ? { role, content } : { role, content, weight: message.weight }
}

function judgeRow(
  row: TrainingRow,
  backend: Pick<ModelBackend, 'contextTokens' | 'inspectRow'>,
): string | null {
  const roles = row.messages.map((message) => message.role)
  if (!roles.includes('assistant')) return 'expected an assistant turn, found none'
  const { tokens, lossTokens } = backend.inspectRow(row)
  if (tokens > backend.contextTokens) {
    return `expected at most ${backend.contextTokens} tokens, found ${tokens}; shorten the row`
  }
  return lossTokens > 0 ? null : 'expected an assistant turn with weight 1, found only turns without loss'
}
