import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeConfig } from './describe-config.ts'
import { ConfigError, parseConfig } from './parse-config.ts'
import { setting } from './setting.ts'
import { httpSettings, logSettings, postgresSettings } from './standard-settings.ts'

const settings = {
  ...httpSettings('tester', 4_001),
  ...postgresSettings(),
  ...logSettings(),
  note: setting({ variable: 'CHORUS_NOTE', schema: z.string().optional(), description: 'A note.' }),
}
const url = 'postgres://u:p@127.0.0.1:5432/db'
const problemsOf = (env: Record<string, string>, elsewhere: string[] = []) => {
  try {
    parseConfig(settings, env, { elsewhere })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('gives typed values, with defaults for what is missing or empty', () => {
  const config = parseConfig(settings, { CHORUS_DATABASE_URL: url, CHORUS_LOG_LEVEL: '', PATH: '/bin' })
  const port: number = config.port
  expect(port).toBe(4_001)
  expect(config).toMatchObject({ host: '127.0.0.1', databaseUrl: url, logLevel: 'info', note: undefined })
})

test('names all problems at once, each with what was expected, found and what to do', () => {
  const problems = problemsOf({
    CHORUS_TESTER_PORT: '70000',
    CHORUS_LOG_LEVEL: 'loud',
    CHORUS_TESTER_PROT: '1',
  })
  expect(problems.map((problem) => problem.variable)).toEqual([
    'CHORUS_TESTER_PORT',
    'CHORUS_DATABASE_URL',
    'CHORUS_LOG_LEVEL',
    'CHORUS_TESTER_PROT',
  ])
  expect(problems[0]).toMatchObject({ expected: 'a whole number from 0 to 65535', found: '"70000"' })
  expect(problems[1]?.found).toBe('nothing')
  expect(problems[3]?.fix).toContain('Did you mean CHORUS_TESTER_PORT?')
})

test('never shows the value of a secret', () => {
  const error = (() => {
    try {
      return parseConfig(settings, { CHORUS_DATABASE_URL: 'mysql://u:hunter2@h/db' })
    } catch (thrown) {
      return thrown
    }
  })()
  expect(String(error)).toContain('CHORUS_DATABASE_URL')
  expect(String(error)).not.toContain('hunter2')
})

test("leaves other services' variables and keys of endpoints alone", () => {
  const env = {
    CHORUS_DATABASE_URL: url,
    CHORUS_OTHER_PORT: '1',
    CHORUS_ENDPOINT_KEY_X: 'k',
    CHORUS_PARENT_PID: '5',
  }
  expect(problemsOf(env, ['CHORUS_OTHER_*'])).toEqual([])
  expect(problemsOf(env).map((problem) => problem.variable)).toEqual(['CHORUS_OTHER_PORT'])
})

test('describes itself for the documentation', () => {
  const rows = describeConfig(settings)
  expect(rows.map((row) => row.variable)).toEqual([...rows.map((row) => row.variable)].sort())
  expect(rows.find((row) => row.variable === 'CHORUS_DATABASE_URL')).toMatchObject({
    required: true,
    default: '',
  })
  expect(rows.find((row) => row.variable === 'CHORUS_NOTE')).toMatchObject({ required: false })
})
