import { readFile } from 'node:fs/promises'
import { Parser } from '@asyncapi/parser'
import { beforeAll, expect, test } from 'vitest'
import { ALL_EVENTS } from '../events/index.ts'

type Parsed = Awaited<ReturnType<Parser['parse']>>

let text: string
let parsed: Parsed
beforeAll(async () => {
  text = await readFile(new URL('../asyncapi.json', import.meta.url), 'utf8')
  parsed = await new Parser().parse(text)
})

test('the committed document is valid by the AsyncAPI parser, without errors or warnings', () => {
  const faults = parsed.diagnostics.filter(({ severity }) => severity <= 1)
  expect(faults.map(({ code, path, message }) => [code, path.join('/'), message])).toEqual([])
  expect(parsed.document?.version()).toBe('3.0.0')
})

test('every event is a message that its own service sends and its own consumers receive, on its own topic', () => {
  const operations = parsed.document?.operations().all() ?? []
  const found = operations.flatMap((operation) => {
    const topic = operation.channels().all()[0]?.address()
    const service = operation.id()?.split('-')[0]
    return operation
      .messages()
      .all()
      .map((message) => `${message.name()} ${operation.action()} ${service} ${topic}`)
  })
  const expected = ALL_EVENTS.flatMap(({ type, topic, source, consumers }) => [
    `${type} send ${source} ${topic}`,
    ...consumers.map((service) => `${type} receive ${service} ${topic}`),
  ])
  expect(found.sort()).toEqual(expected.sort())
})

test.each([
  ['an unknown action', '"action": "send"', '"action": "shout"'],
  ['a reference to nothing', '"#/channels/runs"', '"#/channels/nowhere"'],
  ['partitions that are no number', '"partitions": 12', '"partitions": "many"'],
])('a document with %s is found invalid', async (_, right, wrong) => {
  expect(text).toContain(right)
  const { diagnostics } = await new Parser().parse(text.replace(right, wrong))
  expect(diagnostics.some(({ severity }) => severity === 0)).toBe(true)
})
