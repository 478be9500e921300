import { ChorusError } from '../errors/chorus-error.ts'
import { closestName } from './closest-name.ts'
import type { ConfigOf, Setting, Settings } from './setting.ts'

/** A variable that is wrong. */
export interface ConfigProblem {
  readonly variable: string
  readonly expected: string
  readonly found: string
  readonly fix: string
}

/** All that is wrong with the environment, at once; the message is a list for people. */
export class ConfigError extends ChorusError {
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map((p) => `  ${p.variable}: expected ${p.expected}, found ${p.found}. ${p.fix}.`)
    const count = problems.length === 1 ? '1 setting is' : `${problems.length} settings are`
    super({ code: 'BAD_CONFIGURATION', message: `${count} wrong:\n${lines.join('\n')}` })
    this.problems = problems
  }
}

export interface ParseConfigOptions {
  /**
   * CHORUS_ variables that belong to others and are not judged here; a final * stands for any ending.
   * CHORUS_PARENT_PID, CHORUS_TEST_* and CHORUS_ENDPOINT_KEY_* never are.
   */
  readonly elsewhere?: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings from the environment. An empty variable counts as missing.
 * @throws {ConfigError} with every problem: missing, malformed, and CHORUS_ variables that nobody knows.
 */
export function parseConfig<S extends Settings>(
  settings: S,
  env: Environment,
  options: ParseConfigOptions = {},
): ConfigOf<S> {
  const problems: ConfigProblem[] = []
  const config: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(settings)) {
    const text = env[item.variable] || item.default
    const parsed = item.schema.safeParse(text)
    if (parsed.success) config[name] = parsed.data
    else problems.push(describeProblem(item, text, parsed.error.issues[0]?.message ?? 'another value'))
  }
  problems.push(...unknownVariables(settings, env, options.elsewhere ?? []))
  if (problems.length > 0) throw new ConfigError(problems)
  return config as ConfigOf<S>
}

function describeProblem(item: Setting<unknown>, text: string | undefined, expected: string): ConfigProblem {
  const example = item.example ?? item.default
  const fix =
    example === undefined ? `Set ${item.variable}` : `Set it, for example ${item.variable}=${example}`
  if (text === undefined) {
    const wanted = item.description.replace(/\.$/, '')
    return { variable: item.variable, expected: `a value (${wanted})`, found: 'nothing', fix }
  }
  const found = item.secret === true ? 'another text (not shown)' : JSON.stringify(text)
  return { variable: item.variable, expected, found, fix }
}

const judgedNowhere = ['CHORUS_PARENT_PID', 'CHORUS_TEST_*', 'CHORUS_ENDPOINT_KEY_*']

function unknownVariables(
  settings: Settings,
  env: Environment,
  elsewhere: readonly string[],
): ConfigProblem[] {
  const known = Object.values(settings).map((item) => item.variable)
  const ignored = [...judgedNowhere, ...elsewhere]
  return Object.keys(env)
    .filter((variable) => variable.startsWith('CHORUS_') && !known.includes(variable))
    .filter((variable) => !ignored.some((pattern) => matches(pattern, variable)))
    .map((variable) => {
      const close = closestName(variable, known)
      const fix = close === undefined ? 'Remove it' : `Did you mean ${close}`
      return {
        variable,
        expected: 'a variable that is known',
        found: 'this one',
        fix: close ? `${fix}?` : fix,
      }
    })
    .map((item) => ({ ...item, fix: item.fix.replace(/\?$/, '? If not, remove it') }))
}

function matches(pattern: string, variable: string): boolean {
  return pattern.endsWith('*') ? variable.startsWith(pattern.slice(0, -1)) : pattern === variable
}
