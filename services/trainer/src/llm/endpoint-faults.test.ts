import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { APIConnectionError, APIError } from 'openai'
import { describe, expect, test } from 'vitest'
import { EndpointFault } from './endpoint-faults.ts'

const answered = (status: number, headers = new Headers()) =>
  APIError.generate(status, { error: { message: 'no' } }, undefined, headers)

describe('a fault of an endpoint', () => {
  test.each([
    ['no connection', new APIConnectionError({ message: 'refused' })],
    ['half an answer', new TypeError('terminated')],
    ['an answer that does not parse', new SyntaxError('Unexpected end')],
    ['a time-out there', answered(408)],
    ['too many requests', answered(429)],
    ['a fault there', answered(503)],
  ])('that is %s passes', (_, cause) => {
    expect(new EndpointFault(cause).isPassing).toBe(true)
  })

  test.each([400, 401, 403, 404, 409, 422])('with status %i does not pass, and keeps its words', (status) => {
    const fault = new EndpointFault(answered(status))
    expect(fault.isPassing).toBe(false)
    expect(fault.message).toBe(`${status} no`)
  })

  test('that the deployment forbids does not pass, however deep it is wrapped', () => {
    const forbidden = new ChorusError({ code: 'FORBIDDEN', message: 'that host is not listed' })
    const fault = new EndpointFault(
      new APIConnectionError({
        message: 'Connection error.',
        cause: new TypeError('x', { cause: forbidden }),
      }),
    )
    expect(fault).toMatchObject({ isPassing: false, message: 'that host is not listed' })
  })

  test('says how long the endpoint wants to be left alone, at most a minute', () => {
    expect(new EndpointFault(answered(429, new Headers({ 'retry-after': '3' }))).waitMs).toBe(3_000)
    expect(new EndpointFault(answered(429, new Headers({ 'retry-after': '900' }))).waitMs).toBe(60_000)
    expect(new EndpointFault(answered(429)).waitMs).toBe(0)
  })
})
