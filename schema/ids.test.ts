import { describe, expect, test } from 'vitest'
import { keyOf, parseGlobalId, runQuestionKey, toGlobalId } from './ids.ts'

const a = '0190c2a0-0000-7000-8000-000000000001'
const b = '0190c2a0-0000-7000-8000-000000000002'

describe('global ids', () => {
  test('come back as type and key', () => {
    expect(parseGlobalId(toGlobalId('Run', a))).toEqual({ type: 'Run', key: a })
    expect(parseGlobalId(toGlobalId('RunQuestion', runQuestionKey(a, b)))).toEqual({
      type: 'RunQuestion',
      key: `${a}.${b}`,
    })
  })

  test.each([
    ['', 'empty'],
    [a, 'a bare UUID'],
    [`xyz_${a}`, 'an unknown prefix'],
    [`run_${a}.${b}`, 'a pair where one key is due'],
    [`rqn_${a}`, 'one key where a pair is due'],
    [`run_${a}' or 1=1`, 'something behind the key'],
  ])('refuse %j: %s', (id) => {
    expect(parseGlobalId(id)).toBeNull()
  })

  test('give no key for another type', () => {
    expect(keyOf('Dataset', toGlobalId('Run', a))).toBeNull()
    expect(keyOf('Run', toGlobalId('Run', a))).toBe(a)
  })
})
