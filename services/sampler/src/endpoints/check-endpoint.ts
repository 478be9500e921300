import { checkCount, checkInteger, checkText, show } from '../input/check-text.ts'
import { type Issue, MAX_NAME_LENGTH } from '../input/issue.ts'
import { PRICE_DIGITS, parseDecimal } from '../ledger/money.ts'
import type { EndpointLimits, EndpointModel } from '../sampling/work.ts'
import type { EndpointDraft } from './endpoint-input.ts'

const KEY_VARIABLE = /^CHORUS_ENDPOINT_KEY_[A-Z0-9_]+$/
const MAX_MODELS = 1_000
const MAX_URL_LENGTH = 2_048

/** All that is wrong with an endpoint as such; whether the deployment allows its host is asked elsewhere. */
export function checkEndpoint(draft: EndpointDraft): Issue[] {
  return [
    ...checkBaseUrl(draft.baseUrl),
    ...checkKeyVariable(draft.keyVariable),
    ...checkModels(draft.models),
    ...checkLimits(draft.limits),
  ]
}

function checkBaseUrl(baseUrl: string): Issue[] {
  const path = ['baseUrl']
  const issues = checkText(baseUrl, { path, what: 'a base URL', maxLength: MAX_URL_LENGTH })
  if (issues.length > 0) return issues
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null
  const problem = url === null ? 'something that is no URL' : problemOf(url)
  if (problem === null) return []
  const message = `Expected an http(s) URL up to and including /v1, such as https://api.example.com/v1, found ${problem}. Correct it.`
  return [{ code: 'INVALID', path, message }]
}

function problemOf(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `the scheme ${show(url.protocol)}`
  if (url.username !== '' || url.password !== '')
    return 'a user or password in it: keys are given by the name of a variable'
  if (url.search !== '' || url.hash !== '') return 'a query or fragment in it'
  if (/\/(chat\/)?completions$/.test(url.pathname))
    return `the path ${show(url.pathname)}, which goes too far`
  return null
}

function checkKeyVariable(name: string | null): Issue[] {
  if (name === null || (KEY_VARIABLE.test(name) && !name.endsWith('_ORIGINS'))) return []
  // The text is not shown: it may be the key itself.
  const message =
    'Expected the name of a variable that begins with CHORUS_ENDPOINT_KEY_ (capitals, digits, underscores), found another text. Give the name of the variable, never the key itself.'
  return [{ code: 'NOT_ALLOWED', path: ['keyVariable'], message }]
}

function checkModels(models: readonly EndpointModel[]): Issue[] {
  const count = checkCount(models.length, { path: ['models'], what: 'models', min: 1, max: MAX_MODELS })
  if (count.length > 0) return count
  const seen = new Set<string>()
  return models.flatMap((model, i): Issue[] => {
    const path = ['models', String(i)]
    const name = checkText(model.name, {
      path: [...path, 'name'],
      what: 'a model name',
      maxLength: MAX_NAME_LENGTH,
    })
    const isDouble = seen.has(model.name)
    seen.add(model.name)
    const double: Issue = {
      code: 'CONFLICT',
      path: [...path, 'name'],
      message: `Expected each model once, found ${show(model.name)} again. Remove it.`,
    }
    return [...name, ...(isDouble ? [double] : []), ...checkPrices(model, path)]
  })
}

function checkPrices(model: EndpointModel, path: string[]): Issue[] {
  const names = [
    'promptUsdPerMillionTokens',
    'completionUsdPerMillionTokens',
    'trainingUsdPerMillionTokens',
  ] as const
  return names
    .filter((name) => parseDecimal(model[name], PRICE_DIGITS) === null)
    .map((name) => ({
      code: 'INVALID',
      path: [...path, name],
      message: `Expected US dollars as a decimal such as "0.15", 0 or more with at most ${PRICE_DIGITS} digits after the point, found ${show(model[name])}. Correct it.`,
    }))
}

function checkLimits(limits: EndpointLimits): Issue[] {
  return [
    ...checkInteger(limits.maxConcurrentRequests, {
      path: ['limits', 'maxConcurrentRequests'],
      what: 'a number of requests',
      min: 1,
      max: 1_024,
    }),
    ...checkInteger(limits.maxChoicesPerRequest, {
      path: ['limits', 'maxChoicesPerRequest'],
      what: 'a number of choices',
      min: 1,
      max: 128,
    }),
    ...checkInteger(limits.requestTimeoutMs, {
      path: ['limits', 'requestTimeoutMs'],
      what: 'a time in milliseconds',
      min: 1_000,
      max: 3_600_000,
    }),
  ]
}
