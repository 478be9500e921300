import { expect, test } from 'vitest'
import { parseTrainingFile } from './parse-training-file.ts'

const backend = {
  contextTokens: 10,
  inspectRow: ({ messages }: { messages: readonly { role: string; content: string; weight?: 0 | 1 }[] }) => ({
    tokens: messages.reduce((sum, { content }) => sum + content.length, 0),
    lossTokens: messages.filter(({ role, weight }) => role === 'assistant' && weight !== 0).length,
  }),
}
const parse = (text: string) => parseTrainingFile(Buffer.from(text), backend)
const good = '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}'
const tooLong = '{"messages":[{"role":"assistant","content":"12345678901"}]}'

test('keeps the rows in order and leaves out blank lines', async () => {
  const rows = await parse(`${good}\n\n  \r\n${good.replace('"q"', '"r"')}\r\n`)
  expect(rows.map((row) => row.messages[0]?.content)).toEqual(['q', 'r'])
})

test('takes a row that fills the context to the last token', async () => {
  await expect(parse(tooLong.replace('12345678901', '1234567890'))).resolves.toHaveLength(1)
})

test('names every bad line, counted from 1, blank ones included', async () => {
  await expect(parse(`${good}\n\nno json\n${tooLong}`)).rejects.toThrow(
    /^Line 3: expected a JSON object, found "no json", which does not parse\. Line 4: expected at most 10 tokens, found 11; shorten the row\.$/,
  )
})

test('stops after ten bad lines', async () => {
  const error: unknown = await parse('x\n'.repeat(50)).catch((reason: unknown) => reason)
  expect(String(error).match(/Line \d+/g)).toHaveLength(10)
})

test.each(['', '\n\n', '   '])('wants at least one row, not %j', async (text) => {
  await expect(parse(text)).rejects.toThrow('Expected at least 1 row')
})
