import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../runner/run-command.ts'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import { createScriptedEndpoint, type ScriptedEndpoint } from '../../testkit/scripted-endpoint.ts'

let platform: TestPlatform
let endpoint: ScriptedEndpoint
let folder: string
beforeAll(async () => {
  platform = await startPlatform()
  endpoint = await createScriptedEndpoint({
    models: ['hosted'],
    answer: () => '1 + 1 = 2. The answer is 2.',
  })
  folder = await mkdtemp(join(tmpdir(), 'chorus-example-'))
})
afterAll(async () => {
  await endpoint.close()
  await platform.stop()
  await rm(folder, { recursive: true, force: true })
})

test('the example of the README votes on own questions and measures a hosted model', async () => {
  const write = async (name: string, rows: readonly object[]) => {
    const file = join(folder, name)
    await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    return file
  }
  const learn = await write('questions.jsonl', [
    { text: 'What is 1 + 1?', answerType: 'NUMBER' },
    { text: 'What is 4 - 2?', answerType: 'NUMBER' },
  ])
  const labelled = await write('labelled.jsonl', [
    { text: 'What is 3 - 1?', answerType: 'NUMBER', goldAnswer: '2' },
    { text: 'What is 3 + 1?', answerType: 'NUMBER', goldAnswer: '4' },
  ])
  const args = ['docs/examples/run-own-questions.ts', '--graph', platform.graphUrl, '--paths', '4']
  const { exitCode, output } = await runCommand(process.execPath, [
    ...args,
    ...['--endpoint', endpoint.baseUrl, '--model', 'hosted', '--learn', learn, '--test', labelled],
  ])
  expect([exitCode, output]).toEqual([0, expect.stringContaining('"status":"COMPLETED"')])
  expect(output).toContain('"consensus": 2')
  expect(output).toMatch(/"method": "COT",\s+"n": 2,\s+"accuracy": 0.5/)
})
