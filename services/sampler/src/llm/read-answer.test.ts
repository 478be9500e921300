import { APIConnectionError, APIError } from 'openai'
import { expect, test } from 'vitest'
import { classifyFailure, readRetryAfter } from './classify-failure.ts'
import { readAnswer } from './read-answer.ts'

const chat = (content: string | null, more: object = {}) => ({
  choices: [{ index: 0, finish_reason: 'stop', message: { content }, ...more }],
})

test('a chat text loses one leading blank, a completion keeps its bytes', () => {
  expect(readAnswer(chat('  a\n'), 'CHAT')?.choices[0]?.text).toBe(' a\n')
  const body = { choices: [{ index: 0, finish_reason: 'stop', text: ' a ' }] }
  expect(readAnswer(body, 'COMPLETIONS')?.choices[0]?.text).toBe(' a ')
})

test('a text that Postgres could not hold is made fit', () => {
  expect(readAnswer(chat('a\0b\ud800'), 'CHAT')?.choices[0]?.text).toBe('a\ufffdb\ufffd')
})

test('choices keep their own offsets, each once, whatever their order', () => {
  const choices = [2, 0, 2].map((index, i) => ({
    index,
    finish_reason: 'length',
    message: { content: `${i}` },
  }))
  const answer = readAnswer({ choices }, 'CHAT')
  expect(answer?.choices.map(({ offset, text }) => [offset, text])).toEqual([
    [2, '0'],
    [0, '1'],
  ])
  expect(answer?.choices[0]?.finishReason).toBe('LENGTH')
})

test('usage that is nonsense counts as not given, and what is no answer is none', () => {
  expect(readAnswer({ ...chat('a'), usage: { prompt_tokens: 'x' } }, 'CHAT')?.usage).toBeNull()
  expect(readAnswer('<html>', 'CHAT')).toBeNull()
  expect(readAnswer({ error: 'x' }, 'CHAT')).toBeNull()
})

const status = (code: number, errorCode: string | null = null, headers: Record<string, string> = {}) =>
  APIError.generate(code, { error: { message: 'words', code: errorCode } }, undefined, new Headers(headers))

const ended = { byUs: false, byTimeout: false }

test.each([
  [status(429), 'RATE_LIMITED'],
  [status(429, 'insufficient_quota'), 'REFUSED'],
  [status(500), 'SERVER_ERROR'],
  [status(408), 'SERVER_ERROR'],
  [status(401), 'REFUSED'],
  [status(404, 'model_not_found'), 'REFUSED'],
  [status(301), 'REFUSED'],
  [status(400, 'context_length_exceeded'), 'QUESTION_REFUSED'],
  [status(413), 'QUESTION_REFUSED'],
  [new SyntaxError('Unexpected token'), 'BAD_CONTENT'],
  [new APIConnectionError({ cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }), 'UNREACHABLE'],
  [new APIConnectionError({ cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }), 'BROKEN'],
  [new TypeError('terminated'), 'BROKEN'],
])('%s is %s', (error, kind) => {
  expect(classifyFailure(error, ended).kind).toBe(kind)
})

test('a refusal is told in the words of the endpoint', () => {
  expect(classifyFailure(status(401), ended).message).toBe('The endpoint answered 401: words')
})

test.each([
  [{ 'retry-after': '3' }, 3_000],
  [{ 'retry-after-ms': '150', 'retry-after': '3' }, 150],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:10 GMT' }, 9_000],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('%j asks to wait %s ms', (headers, expected) => {
  expect(readRetryAfter(new Headers(headers as Record<string, string>), 1_000)).toBe(expected)
})
