import { expect, test } from 'vitest'
import { createTerminal } from './terminal.ts'

function collect(isTTY: boolean, env: Record<string, string> = {}) {
  const written: string[] = []
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) }
  return { terminal: createTerminal(stream, env), text: () => written.join('') }
}

test('draws again in the place of what was drawn, and keeps lines above it', () => {
  const { terminal, text } = collect(true)
  terminal.draw(['a', 'b'])
  terminal.line('said')
  terminal.draw(['c'])
  terminal.draw([])
  const hide = '\u001b[?25l'
  const up = (lines: number) => `\u001b[${lines}A\u001b[0J`
  expect(text()).toBe(
    [`a\nb\n${hide}`, `${up(2)}said\na\nb\n${hide}`, `${up(2)}c\n${hide}`, `${up(1)}\u001b[?25h`].join(''),
  )
})

test('writes lines only where nothing can be drawn', () => {
  const { terminal, text } = collect(false)
  terminal.draw(['a'])
  terminal.line('said')
  expect(text()).toBe('said\n')
  expect([terminal.isInteractive, terminal.width()]).toEqual([false, 120])
})

test('a dumb terminal is treated like a pipe', () => {
  expect(collect(true, { TERM: 'dumb' }).terminal.isInteractive).toBe(false)
  expect(collect(true, { TERM: 'xterm' }).terminal.width()).toBe(60)
})
