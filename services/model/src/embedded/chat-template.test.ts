import { expect, test } from 'vitest'
import type { ChatMessage } from '../backend.ts'
import { encodePrompt, encodeRow, renderPromptText } from './chat-template.ts'
import { BOS, decode, EOS, encode } from './tokenizer.ts'

const user = (content: string): ChatMessage => ({ role: 'user', content })
const assistant = (content: string, weight?: 0 | 1): ChatMessage => ({
  role: 'assistant',
  content,
  ...(weight === undefined ? {} : { weight }),
})
const render = (...messages: ChatMessage[]): string => renderPromptText({ kind: 'chat', messages })

test('exemplar turns and a question become the bytes of a few-shot prompt', () => {
  expect(render(user('Q: a\nA:'), assistant('x.'), user('Q: b\nA:'))).toBe('Q: a\nA: x.\n\nQ: b\nA:')
})

test('a system prompt stands before, with a blank line', () => {
  expect(render({ role: 'system', content: 'Be brief.' }, user('Q: a\nA:'))).toBe('Be brief.\n\nQ: a\nA:')
})

test('an assistant turn begins with one space, however many it came with', () => {
  expect(render(user('Q: a\nA:'), assistant('   x.'))).toBe('Q: a\nA: x.')
})

test('raw text is not touched', () => {
  expect(renderPromptText({ kind: 'text', text: ' Q: a ' })).toBe(' Q: a ')
})

test('turns with weight 0 carry no loss: exactly the last turn and its end token do', () => {
  const row = [user('Q: a\nA:'), assistant('5+3=8.', 0), user('Q: b\nA:'), assistant('2+2=4.')]
  const { losses } = encodeRow(row)
  expect(losses.length).toBe(encode(' 2+2=4.').length + 1)
  expect(decode(losses.map(({ target }) => target))).toBe(' 2+2=4.')
  expect(losses.at(-1)?.target).toBe(EOS)
})

test('a turn with loss in the middle has no end token', () => {
  const { losses } = encodeRow([user('Q: a\nA:'), assistant('x.'), user('Q: b\nA:'), assistant('y.')])
  expect(decode(losses.map(({ target }) => target))).toBe(' x. y.')
  expect(losses.filter(({ target }) => target === EOS).length).toBe(1)
})

test('every loss row is the token before its target', () => {
  const { ids, losses } = encodeRow([user('Q: a\nA:'), assistant('x.'), user('Q: b\nA:'), assistant('y.')])
  for (const { row, target } of losses) expect(ids[row + 1]).toBe(target)
})

test('training begins with the very tokens that sampling is given', () => {
  const turns = [user('Q: a\nA:'), assistant('5+3=8.', 0), user('Q: b\nA:')]
  const prompt = encodePrompt({ kind: 'chat', messages: turns })
  expect(encodeRow([...turns, assistant('y.')]).ids.slice(0, prompt.length)).toEqual(prompt)
  expect(prompt[0]).toBe(BOS)
})
