import { expect, test } from 'vitest'
import { commonestText } from './commonest-text.ts'

test('the text given most often is taken, and among equals the first one', () => {
  expect(commonestText(['5 apples', '5', '5.0', '5'])).toBe('5')
  expect(commonestText(['b', 'a', 'c'])).toBe('a')
  expect(commonestText([])).toBeNull()
})
