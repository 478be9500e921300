import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followRun } from '../../../services/gateway/cli/graph/follow-run.ts'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import {
  createScriptedEndpoint,
  type FaultRule,
  type ScriptedEndpoint,
} from '../../testkit/scripted-endpoint.ts'
import {
  clientOf,
  makeEndpoint,
  shippedQuestions,
  startSmallRun,
  waitForRun,
} from '../../testkit/small-run.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform.stop())

const half: Partial<FaultRule> = { probability: 0.5 }

/** Each strikes half of the requests by chance, the same ones in every test run. */
const troubles: readonly (readonly [string, FaultRule])[] = [
  ['429 with Retry-After', { fault: { kind: 'rate-limit', retryAfterSeconds: 1 }, ...half, times: 8 }],
  ['500', { fault: { kind: 'status', status: 500 }, ...half, times: 10 }],
  ['hangs', { fault: { kind: 'hang' }, times: 2 }],
  ['half of n', { fault: { kind: 'partial', choices: 4 }, ...half }],
  ['a broken connection', { fault: { kind: 'reset' }, ...half, times: 6 }],
  ['bad JSON', { fault: { kind: 'invalid-json' }, ...half, times: 6 }],
]

interface Sampled {
  readonly run: {
    readonly id: string
    readonly status: string
    readonly iterations: readonly {
      readonly questions: {
        readonly nodes: readonly {
          readonly paths: { readonly nodes: readonly { index: number; seed: number }[] }
        }[]
      }
    }[]
  }
}

/** A run that only samples and votes: 10 questions × 8 paths. */
async function sampleFrom(endpoint: ScriptedEndpoint, name: string): Promise<Sampled['run']> {
  const endpointId = await makeEndpoint(clientOf(platform), {
    name: `${name}-host`,
    baseUrl: endpoint.baseUrl,
    model: 'scripted',
  })
  const runId = await startSmallRun(platform, {
    name,
    endpointId,
    model: 'scripted',
    questions: shippedQuestions('arithmetic-learn', 10),
    evaluations: [],
    overrides: { iterations: 1, training: null },
    questionsPerIteration: 10,
  })
  await waitForRun(platform, runId, 90_000)
  const query =
    'query ($id: ID!) { run(id: $id) { id status iterations { questions(first: 20) { nodes { paths(first: 20) { nodes { index seed } } } } } } }'
  const { data, errors } = await platform.graphql<Sampled>(query, { id: runId })
  if (data === null) throw new Error(JSON.stringify(errors))
  return data.run
}

describe('an endpoint that answers with', () => {
  test.each(troubles)('%s gives exactly 8 paths per question in the end', async (name, fault) => {
    const endpoint = await createScriptedEndpoint({ faults: [fault], faultSeed: 5 })
    try {
      const run = await sampleFrom(endpoint, name.replaceAll(' ', '-'))
      expect(run.status).toBe('COMPLETED')
      const questions = run.iterations.flatMap((iteration) => iteration.questions.nodes)
      expect(questions).toHaveLength(10)
      for (const { paths } of questions) {
        expect(paths.nodes.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
      }
      expect(endpoint.ledger.entries.some((entry) => entry.fault === fault.fault.kind)).toBe(true)
    } finally {
      await endpoint.close()
    }
  })

  test('bad JSON for one question again and again leaves a recorded shortfall, and the others whole', async () => {
    const [unlucky] = shippedQuestions('arithmetic-learn', 1)
    const endpoint = await createScriptedEndpoint({
      faults: [
        { fault: { kind: 'invalid-json' }, when: (call) => call.bodyText.includes(unlucky?.text ?? '') },
      ],
    })
    try {
      const run = await sampleFrom(endpoint, 'unlucky')
      expect(run.status).toBe('COMPLETED')
      const counts = run.iterations[0]?.questions.nodes.map(({ paths }) => paths.nodes.length)
      expect(counts).toEqual([0, 8, 8, 8, 8, 8, 8, 8, 8, 8])
      expect(await readLog(run.id)).toContainEqual(expect.stringMatching(/8 of 80 paths could not be had/))
    } finally {
      await endpoint.close()
    }
  })
})

async function readLog(runId: string): Promise<string[]> {
  const messages: string[] = []
  for await (const event of followRun(clientOf(platform), runId)) messages.push(event.message)
  return messages
}
