import { describe, expect, test } from 'vitest'
import { json } from './call.ts'
import { type ApiRoute, matchRoute } from './router.ts'

const route = (method: ApiRoute['method'], pattern: string): ApiRoute => ({
  method,
  pattern,
  handle: () => json(null),
})
const routes = [
  route('GET', '/v1/models'),
  route('GET', '/v1/models/:model'),
  route('DELETE', '/v1/models/:model'),
]

describe('matchRoute', () => {
  test('decodes the parts that a pattern names', () => {
    const match = matchRoute(routes, 'DELETE', '/v1/models/ft%3Atiny%3Achorus%3Ax')
    expect(match.route).toBe(routes[2])
    expect(match.params).toEqual({ model: 'ft:tiny:chorus:x' })
  })

  test('does not take an empty part for a named one', () => {
    expect(() => matchRoute(routes, 'GET', '/v1/models/')).toThrow(expect.objectContaining({ status: 404 }))
  })

  test('tells a wrong method from an unknown path', () => {
    expect(() => matchRoute(routes, 'POST', '/v1/models/x')).toThrow(/Expected GET, DELETE/)
    expect(() => matchRoute(routes, 'POST', '/v1/models/x')).toThrow(expect.objectContaining({ status: 405 }))
    expect(() => matchRoute(routes, 'GET', '/v2/models')).toThrow(expect.objectContaining({ status: 404 }))
  })

  test('refuses a path that is no percent-encoded UTF-8', () => {
    expect(() => matchRoute(routes, 'GET', '/v1/models/%ff')).toThrow(
      expect.objectContaining({ status: 400 }),
    )
  })
})
