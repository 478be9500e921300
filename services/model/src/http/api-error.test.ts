import { expect, test } from 'vitest'
import { z } from 'zod'
import { ContextLengthError, ModelNotFoundError } from '../backend.ts'
import { errorBody, invalidBody, toApiError } from './api-error.ts'

test('says nothing about a fault of ours', () => {
  expect(toApiError(new Error('ENOENT: /home/someone/secret'))).toBeNull()
  expect(toApiError('a string')).toBeNull()
})

test.each([
  [new ModelNotFoundError('m'), 404, 'model_not_found'],
  [new ContextLengthError('too long'), 400, 'context_length_exceeded'],
])('translates what a back end throws: %s', (error, status, apiCode) => {
  expect(toApiError(error)).toMatchObject({ status, apiCode })
})

const schema = z.object({ messages: z.array(z.object({ role: z.enum(['user']) })), n: z.number() })

test.each([
  [{ n: 1 }, 'missing_required_parameter', 'messages'],
  [{ messages: [], n: 'one' }, 'invalid_value', 'n'],
  [{ messages: [{ role: 'user' }, { role: 'tool' }], n: 1 }, 'invalid_value', 'messages.[1].role'],
  [{ messages: [{}], n: 1 }, 'invalid_value', 'messages.[0].role'],
])('names the parameter that is wrong in %o', (body, code, param) => {
  const parsed = schema.safeParse(body)
  if (parsed.success) throw new Error('the body should be refused')
  const { error } = errorBody(invalidBody(parsed.error))
  expect(error).toMatchObject({ type: 'invalid_request_error', code, param })
  expect(error.message).toContain(param)
})
