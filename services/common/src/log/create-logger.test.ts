import { expect, test } from 'vitest'
import { createLogger } from './create-logger.ts'

test('writes JSON lines with the fields of its parents, and never a secret', () => {
  const lines: string[] = []
  const log = createLogger({ service: 'tester', destination: { write: (line) => void lines.push(line) } })
  const headers = { Authorization: 'Bearer hunter2', authorization: 'Bearer hunter2' }
  log.child({ runId: 'r1' }).warn({ request: { headers, apiKey: 'hunter2' } }, 'careful')
  log.debug({}, 'not at this level')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    service: 'tester',
    runId: 'r1',
    msg: 'careful',
  })
  expect(lines.join('')).not.toContain('hunter2')
})
