import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import figures from '../../checkpoints/chorus-tiny-1.json' with { type: 'json' }
import { CheckpointError, readCheckpoint, sha256, writeCheckpoint } from './checkpoint.ts'
import { PARAMETER_COUNT } from './kernel.ts'

const committed = readFileSync(new URL('../../checkpoints/chorus-tiny-1.ckpt', import.meta.url))

test('the committed base loads, has the recorded hashes and stays below 300 KB', () => {
  const { model, weights } = readCheckpoint(committed)
  expect(model).toBe('chorus-tiny-1')
  expect(weights.length).toBe(PARAMETER_COUNT)
  expect(sha256(committed)).toBe(figures.sha256)
  expect(sha256(new Uint8Array(weights.buffer))).toBe(figures.weightsSha256)
  expect(committed.length).toBeLessThan(300_000)
})

test('weights that are 16-bit floats already are written without loss', () => {
  const checkpoint = readCheckpoint(committed)
  expect(Buffer.compare(Buffer.from(writeCheckpoint(checkpoint)), committed)).toBe(0)
})

test.each([
  ['no checkpoint at all', () => Buffer.from('hello')],
  ['an unknown version', () => Buffer.from(committed).fill(9, 8, 9)],
  [
    'a flipped bit in the weights',
    () => Buffer.from(committed).fill(0x55, committed.length - 100, committed.length - 98),
  ],
  ['a cut file', () => committed.subarray(0, committed.length - 2)],
])('%s is refused', (_, damaged) => {
  expect(() => readCheckpoint(damaged())).toThrow(CheckpointError)
})

test('a checkpoint of another tokenizer is refused', () => {
  const text = committed.toString('latin1').replace(/"tokenizerHash":"../, '"tokenizerHash":"xx')
  expect(() => readCheckpoint(Buffer.from(text, 'latin1'))).toThrow(/tokens differ/)
})
