import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import { FORMATS, type Format } from '@chorus/schema/method/sample-set.ts'
import type { TrainingPreset } from '../runs/run-config.ts'

/** A path that agrees with its question's winner. */
export type KeptPath = {
  readonly pathId: string
  readonly index: number
  readonly finishReason: 'STOP' | 'LENGTH' | 'CONTENT_FILTER'
  readonly hasConflictingAnswers: boolean
}

/** A question whose vote ended in consensus, with the paths that agree. */
export type KeptQuestion = {
  readonly questionId: string
  readonly questionHash: string
  readonly voteId: string
  readonly decidedBy: 'SELF' | 'OTHER_MODEL' | 'PERSON'
  readonly paths: readonly KeptPath[]
}

/** Which path of which question, in which format: a row of a training set before it is written out. */
export type ExampleRef = {
  readonly questionId: string
  readonly voteId: string
  readonly pathId: string
  readonly format: Format
}

export type TrainingSetPlan = {
  /** In the order of the file. */
  readonly examples: readonly ExampleRef[]
  readonly countsByFormat: Readonly<Record<Format, number>>
  /** Kept paths that were left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>
}

type Draw = { readonly seed: number; readonly iteration: number }

/**
 * Chooses the rows of a training set. PAPER: every path in all four formats; the equal rows of the two direct formats stay, so
 * that answers weigh by their votes. GENTLE: one row per question and format, its path drawn by seed. Never: paths ended by
 * length or content filter, paths with conflicting answers, votes that the model did not decide itself. The order is drawn by seed
 * and depends on content only.
 */
export function planTrainingSet(
  input: Draw & { readonly preset: TrainingPreset; readonly questions: readonly KeptQuestion[] },
): TrainingSetPlan {
  const excluded: Record<string, number> = {}
  const sortable: { readonly rank: string; readonly example: ExampleRef }[] = []
  for (const question of input.questions) {
    const trainable = keepTrainable(question, excluded)
    for (const { path, format } of chooseRows(input, question, trainable)) {
      const { questionId, voteId, questionHash } = question
      sortable.push({
        rank: draw(input, `${questionHash}:${path.index}:${format}`),
        example: { questionId, voteId, pathId: path.pathId, format },
      })
    }
  }
  const examples = sortable.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map((row) => row.example)
  return { examples, countsByFormat: countByFormat(examples), excluded }
}

function keepTrainable(question: KeptQuestion, excluded: Record<string, number>): readonly KeptPath[] {
  return question.paths.filter((path) => {
    const reason = whyExcluded(question, path)
    if (reason !== null) excluded[reason] = (excluded[reason] ?? 0) + 1
    return reason === null
  })
}

function whyExcluded(question: KeptQuestion, path: KeptPath): string | null {
  if (question.decidedBy !== 'SELF') return 'the vote was not decided by the model itself'
  if (path.finishReason === 'LENGTH') return 'ended by length'
  if (path.finishReason === 'CONTENT_FILTER') return 'ended by a content filter'
  return path.hasConflictingAnswers ? 'conflicting answers' : null
}

function chooseRows(
  input: Draw & { readonly preset: TrainingPreset },
  question: KeptQuestion,
  paths: readonly KeptPath[],
): { readonly path: KeptPath; readonly format: Format }[] {
  if (input.preset === 'PAPER') {
    return paths.flatMap((path) => FORMATS.map((format) => ({ path, format })))
  }
  const inOrder = paths.toSorted((a, b) => a.index - b.index)
  return FORMATS.flatMap((format) => {
    const pick = Number.parseInt(draw(input, `${question.questionHash}:${format}`).slice(0, 12), 16)
    const path = inOrder[pick % inOrder.length]
    return path === undefined ? [] : [{ path, format }]
  })
}

/** 256 bits that depend on the run's seed, the iteration and the subject only. */
function draw(by: Draw, subject: string): string {
  return sha256(`${by.seed}:${by.iteration}:${subject}`)
}

function countByFormat(examples: readonly ExampleRef[]): Record<Format, number> {
  const counts: Record<Format, number> = {
    FEW_SHOT_COT: 0,
    FEW_SHOT_DIRECT: 0,
    ZERO_SHOT_COT: 0,
    ZERO_SHOT_DIRECT: 0,
  }
  for (const example of examples) counts[example.format] += 1
  return counts
}
