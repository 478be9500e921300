import { ChorusError, type ErrorCode } from '@chorus/common/src/errors/chorus-error.ts'
import type { z } from 'zod'
import { ContextLengthError, ModelNotFoundError } from '../backend.ts'

/** What an error of the protocol is made of. */
export type ApiErrorInput = {
  readonly status: 400 | 401 | 404 | 405 | 409 | 413 | 429 | 500 | 503
  /** Machine-readable, such as `model_not_found`. */
  readonly code: string
  readonly message: string
  /** Parameter that is wrong, such as `messages.[0].content`. Default null. */
  readonly param?: string | null
  /** Sent as `Retry-After`. Default: no header. */
  readonly retryAfterSeconds?: number
}

/** The body of every error, in OpenAI's shape. */
export type ErrorBody = {
  readonly error: {
    readonly message: string
    readonly type: string
    readonly param: string | null
    readonly code: string
  }
}

const chorusCodes: Readonly<Record<ApiErrorInput['status'], ErrorCode>> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  404: 'NOT_FOUND',
  405: 'BAD_USER_INPUT',
  409: 'CONFLICT',
  413: 'BAD_USER_INPUT',
  429: 'RATE_LIMITED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

/** A refusal that reaches the client as it is. */
export class ApiError extends ChorusError {
  readonly status: ApiErrorInput['status']
  readonly apiCode: string
  readonly param: string | null
  readonly retryAfterSeconds: number | null

  constructor(input: ApiErrorInput) {
    super({ code: chorusCodes[input.status], message: input.message, retryable: input.status >= 429 })
    this.status = input.status
    this.apiCode = input.code
    this.param = input.param ?? null
    this.retryAfterSeconds = input.retryAfterSeconds ?? null
  }
}

/** The error as its body, in OpenAI's shape. */
export function errorBody(error: ApiError): ErrorBody {
  return {
    error: { message: error.message, type: errorType(error.status), param: error.param, code: error.apiCode },
  }
}

/** What a client is told about whatever was thrown; null for a fault of ours, of which it learns no details. */
export function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error
  if (error instanceof ModelNotFoundError) return modelNotFound(error.model)
  if (error instanceof ContextLengthError) {
    return new ApiError({ status: 400, code: 'context_length_exceeded', message: error.message })
  }
  if (error instanceof ChorusError && error.details.status === 413) {
    return new ApiError({ status: 413, code: 'request_too_large', message: error.message })
  }
  return null
}

/** 404 for a model that is not here. */
export function modelNotFound(model: string): ApiError {
  const message = `The model '${model}' does not exist here. GET /v1/models lists those that do.`
  return new ApiError({ status: 404, code: 'model_not_found', message, param: 'model' })
}

/** 400 for a parameter that would change the result if it were obeyed, and isn't. */
export function unsupported(param: string, advice: string): ApiError {
  const message = `Unsupported parameter: '${param}' is not supported by this endpoint. ${advice}`
  return new ApiError({ status: 400, code: 'unsupported_parameter', message, param })
}

/** 400 that names the first parameter in which a body differs from its schema. */
export function invalidBody(error: z.ZodError): ApiError {
  const issue = error.issues[0]
  const param = issue === undefined ? null : paramName(issue.path)
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')
  if (isMissing) {
    const message = `Missing required parameter: '${param}'.`
    return new ApiError({ status: 400, code: 'missing_required_parameter', message, param })
  }
  const message = `Invalid value for '${param}': ${issue?.message ?? 'another value was expected'}.`
  return new ApiError({ status: 400, code: 'invalid_value', message, param })
}

function paramName(path: readonly PropertyKey[]): string | null {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : String(part)))
  return parts.length === 0 ? null : parts.join('.')
}

function errorType(status: ApiErrorInput['status']): string {
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}
