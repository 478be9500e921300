import { expect, test } from 'vitest'
import { assertSupported } from './sampling-fields.ts'

test.each([
  { tools: [{ type: 'function' }] },
  { tool_choice: 'required' },
  { functions: [{ name: 'f' }] },
  { response_format: { type: 'json_schema' } },
  { logit_bias: { '50256': -100 } },
  { presence_penalty: 0.1 },
  { frequency_penalty: -1 },
  { repetition_penalty: 1.2 },
  { top_k: 40 },
  { min_p: 0.05 },
  { audio: { voice: 'x' } },
  { modalities: ['text', 'audio'] },
  { echo: true },
  { suffix: 'after' },
  { best_of: 4, n: 2 },
])('refuses what would change the text: %o', (body) => {
  const param = Object.keys(body)[0]
  expect(() => assertSupported(body)).toThrow(
    expect.objectContaining({ apiCode: 'unsupported_parameter', param }),
  )
})

test.each([
  {},
  { tools: null, tool_choice: 'auto', functions: [], logit_bias: {} },
  { response_format: { type: 'text' }, modalities: ['text'] },
  { presence_penalty: 0, frequency_penalty: 0, repetition_penalty: 1, top_k: -1, min_p: 0, echo: false },
  { best_of: 1 },
  { best_of: 3, n: 3 },
  { user: 'x', store: true, metadata: { a: 'b' }, unheard_of: 1 },
])('lets pass what would not: %o', (body) => {
  expect(() => assertSupported(body)).not.toThrow()
})
