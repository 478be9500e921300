import type { Database } from '@chorus/common/src/postgres/database.ts'
import { keyOf } from '@chorus/schema/ids.ts'
import { checkLabels, checkQuestions, type QuestionOffer } from '../datasets/check-questions.ts'
import { checkText, show } from '../input/check-text.ts'
import { type Issue, MAX_NAME_LENGTH } from '../input/issue.ts'
import {
  findContradictions,
  insertDataset,
  insertQuestions,
  lockDataset,
  sealDataset,
} from '../store/change-datasets.ts'
import type { GraphqlContext } from './context.ts'
import type { AppendQuestionsInput, MutationResolvers, QuestionInput } from './generated.ts'
import { notFound, Refusal, runMutation } from './run-mutation.ts'

type Mutations = Required<Pick<MutationResolvers, 'createDataset' | 'appendQuestions' | 'sealDataset'>>

/** The mutations of datasets. */
export function datasetMutations(db: Database): Mutations {
  return {
    createDataset: async (_parent, { input }, context) => {
      const rule = { path: ['name'], what: 'a name', maxLength: MAX_NAME_LENGTH }
      const { id, issues } = await runMutation({
        db,
        context,
        name: 'createDataset',
        input,
        idempotencyKey: input.idempotencyKey,
        issues: checkText(input.name, rule),
        work: async (tx, newId) => {
          await insertDataset(tx, { id: newId, project: context.project, name: input.name, kind: input.kind })
          return newId
        },
      })
      return { dataset: await load(context, id), errors: [...issues] }
    },
    appendQuestions: async (_parent, { input }, context) => {
      const { id, issues } = await appendQuestions(db, input, context)
      const appendedCount = issues.length === 0 ? input.questions.length : 0
      return { dataset: await load(context, id), appendedCount, errors: [...issues] }
    },
    sealDataset: async (_parent, { input }, context) => {
      const { id, issues } = await seal(db, input.datasetId, context)
      return { dataset: await load(context, id), errors: [...issues] }
    },
  }
}

function load(context: GraphqlContext, key: string | null) {
  return key === null ? null : context.loaders.dataset.load(key)
}

function appendQuestions(db: Database, input: AppendQuestionsInput, context: GraphqlContext) {
  const datasetId = keyOf('Dataset', input.datasetId)
  const questions = input.questions.map(toOffer)
  const unknown = notFound('a dataset', ['datasetId'])
  return runMutation({
    db,
    context,
    name: 'appendQuestions',
    input,
    idempotencyKey: input.idempotencyKey,
    ...(datasetId === null ? {} : { targetId: datasetId }),
    issues: [...(datasetId === null ? [unknown] : []), ...checkQuestions(questions)],
    work: async (tx) => {
      const id = datasetId ?? ''
      const dataset = await lockDataset(tx, { id, project: context.project })
      if (dataset === undefined) throw new Refusal(unknown)
      if (dataset.status === 'SEALED') throw new Refusal(isSealed)
      const labels = checkLabels(questions, dataset.kind)
      if (labels.length > 0) throw new Refusal(...labels)
      await insertQuestions(tx, { datasetId: id, questionCount: dataset.question_count }, questions)
      return id
    },
  })
}

const isSealed: Issue = {
  code: 'WRONG_STATE',
  path: ['datasetId'],
  message:
    'Expected an open dataset, found a sealed one. Make a new version: createDataset with the same name.',
}

function toOffer(question: QuestionInput): QuestionOffer {
  return {
    text: question.text,
    answerType: question.answerType ?? 'TEXT',
    choices: question.choices ?? [],
    goldAnswer: question.goldAnswer ?? null,
  }
}

/** Sealing twice is sealing once. */
function seal(db: Database, globalId: string, context: GraphqlContext) {
  const id = keyOf('Dataset', globalId)
  const unknown = notFound('a dataset', ['datasetId'])
  return runMutation({
    db,
    context,
    name: 'sealDataset',
    input: { datasetId: globalId },
    issues: id === null ? [unknown] : [],
    work: async (tx) => {
      const key = id ?? ''
      const dataset = await lockDataset(tx, { id: key, project: context.project })
      if (dataset === undefined) throw new Refusal(unknown)
      if (dataset.status === 'SEALED') return key
      if (dataset.question_count === 0) throw new Refusal(isEmpty)
      const contradictions = await findContradictions(tx, key)
      if (contradictions.length > 0) throw new Refusal(...contradictions.map(contradicts))
      await sealDataset(tx, key)
      return key
    },
  })
}

const isEmpty: Issue = {
  code: 'WRONG_STATE',
  path: ['datasetId'],
  message: 'Expected a dataset with questions, found an empty one. Add some with appendQuestions.',
}

function contradicts(question: { readonly text: string; readonly gold_answers: readonly string[] }): Issue {
  const answers = question.gold_answers.slice(0, 5).map(show).join(' and ')
  return {
    code: 'CONFLICT',
    path: ['datasetId'],
    message: `Expected equal questions to have equal gold answers, found ${answers} for ${show(question.text)}. Make a new version without the wrong one.`,
  }
}
