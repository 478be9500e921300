import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import { startSmallRun, waitForRun } from '../../testkit/small-run.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform.stop())

interface Lineage {
  readonly run: {
    readonly baseModelVersion: { readonly id: string }
    readonly iterations: readonly {
      readonly status: string
      readonly modelVersion: {
        readonly id: string
        readonly name: string
        readonly parent: { readonly id: string }
      }
    }[]
  }
}

async function readLineage(id: string): Promise<Lineage['run']> {
  const query =
    'query ($id: ID!) { run(id: $id) { baseModelVersion { id } iterations { status modelVersion { id name parent { id } } } } }'
  const { data, errors } = await platform.graphql<Lineage>(query, { id })
  if (data === null) throw new Error(JSON.stringify(errors))
  return data.run
}

test('two runs at once end right, each with a model lineage of its own', async () => {
  const ids = [
    await startSmallRun(platform, { name: 'first', seed: 1 }),
    await startSmallRun(platform, { name: 'second', seed: 2 }),
  ]
  const ends = await Promise.all(ids.map((id) => waitForRun(platform, id)))
  expect(ends.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED'])
  expect(new Set(ends.map(({ contentHash }) => contentHash)).size).toBe(2)
  const lineages = await Promise.all(ids.map(readLineage))
  const names = lineages.flatMap((run) => run.iterations.map(({ modelVersion }) => modelVersion.name))
  expect(new Set(names).size).toBe(4)
  for (const { baseModelVersion, iterations } of lineages) {
    expect(iterations).toHaveLength(2)
    let parent = baseModelVersion.id
    for (const { modelVersion, status } of iterations) {
      expect(modelVersion.parent.id).toBe(parent)
      if (status === 'PROMOTED') parent = modelVersion.id
    }
  }
})

test('two runs at once with one seed and one content have one content hash', async () => {
  const input = { seed: 3, overrides: { iterations: 1 } }
  const ids = [
    await startSmallRun(platform, { ...input, name: 'twin-a' }),
    await startSmallRun(platform, { ...input, name: 'twin-b' }),
  ]
  const ends = await Promise.all(ids.map((id) => waitForRun(platform, id)))
  expect(ends[0]?.contentHash).toMatch(/^[0-9a-f]{64}$/)
  expect(ends[1]?.contentHash).toBe(ends[0]?.contentHash)
})
