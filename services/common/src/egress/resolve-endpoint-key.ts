import { ChorusError, problem } from '../errors/chorus-error.ts'

/** Every variable that holds an endpoint's key begins so. */
export const endpointKeyPrefix = 'CHORUS_ENDPOINT_KEY_'

export interface EndpointKeyInput {
  /** Name of the variable; null or undefined for an endpoint without a key. */
  readonly variable: string | null | undefined
  readonly baseUrl: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The key of an endpoint, or undefined when it has none. A key goes only to the origins that the deployment has bound to it
 * in <VARIABLE>_ORIGINS, so that nobody can have it sent elsewhere by making an endpoint.
 * @throws {ChorusError} BAD_USER_INPUT for a variable of another name or a base URL that is none; BAD_CONFIGURATION when the
 * variable is not set or not bound to the origin of the base URL.
 */
export function resolveEndpointKey(input: EndpointKeyInput): string | undefined {
  const { variable, baseUrl, env } = input
  const origin = originOf(baseUrl)
  if (variable == null) return undefined
  if (!new RegExp(`^${endpointKeyPrefix}[A-Z0-9_]+$`).test(variable) || variable.endsWith('_ORIGINS')) {
    throw new ChorusError({
      code: 'BAD_USER_INPUT',
      message: problem({
        expected: `the name of a variable that begins with ${endpointKeyPrefix} (capitals, digits, underscores)`,
        found: JSON.stringify(variable),
        fix: 'Give the name of the variable, never the key itself',
      }),
    })
  }
  const key = env[variable]
  if (key === undefined || key === '')
    throw misconfigured(`the variable ${variable} to hold a key`, 'nothing', `Set ${variable}`)
  const bound = originsOf(variable, env[`${variable}_ORIGINS`])
  if (bound.includes(origin)) return key
  throw misconfigured(
    `${variable} to be bound to ${origin}`,
    bound.length === 0 ? 'no origins' : bound.join(', '),
    `Set ${variable}_ORIGINS to ${[...bound, origin].join(',')} if the key may be sent there`,
  )
}

function originsOf(variable: string, list: string | undefined): string[] {
  const parts = (list ?? '').split(',').map((part) => part.trim())
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      if (URL.canParse(part)) return new URL(part).origin
      throw misconfigured(`origins such as https://api.example.com`, part, `Correct ${variable}_ORIGINS`)
    })
}

function originOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return url.origin
  throw new ChorusError({
    code: 'BAD_USER_INPUT',
    message: problem({
      expected: 'a base URL such as https://api.example.com/v1, without user and password',
      found: url === undefined ? JSON.stringify(baseUrl) : `${url.protocol}//${url.host}`,
      fix: 'Correct the base URL',
    }),
  })
}

function misconfigured(expected: string, found: string, fix: string): ChorusError {
  return new ChorusError({ code: 'BAD_CONFIGURATION', message: problem({ expected, found, fix }) })
}
