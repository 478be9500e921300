import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  AppendQuestionsDocument,
  CreateDatasetDocument,
} from '../../../services/gateway/cli/generated/operations.ts'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import {
  clientOf,
  makeDataset,
  shippedQuestions,
  startSmallRun,
  waitForRun,
} from '../../testkit/small-run.ts'

const mark = 'goldmark'
const record = mkdtempSync(join(tmpdir(), 'chorus-record-'))
let platform: TestPlatform

beforeAll(async () => {
  platform = await startPlatform({ env: { CHORUS_MODEL_RECORD_DIR: record } })
})
afterAll(async () => {
  await platform.stop()
  rmSync(record, { recursive: true })
})

/** Shipped questions whose right answers are words that nothing else contains. */
function marked(name: string) {
  return shippedQuestions(name, 20).map((question, index) => ({
    ...question,
    answerType: 'TEXT' as const,
    goldAnswer: `${mark} ${name} ${index}`,
  }))
}

describe('no labels in the loop', () => {
  test('gold answers never reach a prompt, a vote or a training file', async () => {
    const client = clientOf(platform)
    const gate = await makeDataset(client, { name: 'marked-gate', questions: marked('arithmetic-gate') })
    const report = await makeDataset(client, {
      name: 'marked-report',
      questions: marked('arithmetic-report-3'),
    })
    const runId = await startSmallRun(platform, {
      name: 'labels',
      evaluations: [
        { datasetId: gate, use: 'GATE', methods: ['COT'] },
        { datasetId: report, use: 'REPORT', methods: ['DIRECT', 'COT', 'SELF_CONSISTENCY'] },
      ],
    })
    expect(await waitForRun(platform, runId)).toMatchObject({ status: 'COMPLETED' })
    const received = readFileSync(join(record, 'requests.jsonl'), 'utf8')
    for (const question of [...marked('arithmetic-gate'), ...shippedQuestions('arithmetic-learn', 40)]) {
      expect(received).toContain(question.text)
    }
    expect(received).toContain('/v1/files')
    expect(received).not.toContain(mark)
    expect(JSON.stringify(await readVotesAndRows(runId))).not.toContain(mark)
  })

  test('the evaluations themselves do know the gold answers', async () => {
    const { data } = await platform.graphql(
      '{ datasets { nodes { name questions(first: 1) { nodes { goldAnswer } } } } }',
    )
    expect(JSON.stringify(data)).toContain(mark)
  })

  test('an answer inside an unlabelled dataset is refused with a message that tells how to drop it', async () => {
    const client = clientOf(platform)
    const { createDataset } = await client.request(CreateDatasetDocument, {
      input: { name: 'sneaky', kind: 'UNLABELLED', idempotencyKey: 'sneaky' },
    })
    const { appendQuestions } = await client.request(AppendQuestionsDocument, {
      input: {
        datasetId: createDataset.dataset?.id ?? '',
        questions: [{ text: 'What is 1 + 1?', answerType: 'NUMBER', goldAnswer: '2' }],
        idempotencyKey: 'sneaky-questions',
      },
    })
    expect(appendQuestions.appendedCount).toBe(0)
    expect(appendQuestions.errors).toMatchObject([
      { code: 'LABELS_NOT_ALLOWED', path: ['questions', '0', 'goldAnswer'] },
    ])
    expect(appendQuestions.errors[0]?.message).toMatch(/goldAnswer/)
  })
})

async function readVotesAndRows(id: string): Promise<unknown> {
  const query = `query ($id: ID!) { run(id: $id) { iterations {
    votes(first: 100) { nodes { winner classes { answer } } }
    trainingSet { examples(first: 100) { nodes { messages { content } } } }
  } } }`
  const { data, errors } = await platform.graphql<{ run: { iterations: readonly unknown[] } }>(query, { id })
  if (data === null) throw new Error(JSON.stringify(errors))
  expect(data.run.iterations).toHaveLength(2)
  return data
}
