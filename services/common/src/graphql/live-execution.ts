import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
} from 'graphql'
import type { Logger } from '../log/create-logger.ts'
import { maskError } from './mask-error.ts'
import type { RequestContext } from './request-context.ts'

/** What a live execution needs beside the operation. */
export interface LiveOptions {
  /** A copy of the context with loaders of its own: what one event has loaded must not serve the next. */
  readonly renewContext: (context: RequestContext) => RequestContext
  readonly log: Logger
}

/** An execution result whose errors are fit for clients. */
export function maskResult(result: ExecutionResult, log: Logger): ExecutionResult {
  if (result.errors === undefined) return result
  const errors = result.errors.map((error) => {
    const masked = maskError(error, log)
    return new GraphQLError(masked.message, {
      extensions: masked.extensions ?? {},
      ...(error.path === undefined ? {} : { path: error.path }),
      ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    })
  })
  return { ...result, errors }
}

/** Executes a query or mutation that came over a live transport. */
export async function executeMasked(args: ExecutionArgs, options: LiveOptions): Promise<ExecutionResult> {
  return maskResult(await execute(args), options.log)
}

/**
 * Starts a subscription: each event is executed with loaders of its own; an error of the source becomes a last, masked result
 * and ends the stream.
 */
export async function subscribeMasked(
  args: ExecutionArgs,
  options: LiveOptions,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in source)) return maskResult(source, options.log)
  const execution = async (rootValue: unknown) => {
    const contextValue = options.renewContext(args.contextValue as RequestContext)
    return maskResult(await execute({ ...args, rootValue, contextValue }), options.log)
  }
  return mapEvents(source[Symbol.asyncIterator](), execution, options.log)
}

/**
 * Not an async generator: its return() would wait for the pending next(), so a client that leaves would hold the source until
 * the next event.
 */
function mapEvents(
  source: AsyncIterator<unknown>,
  execution: (payload: unknown) => Promise<ExecutionResult>,
  log: Logger,
): AsyncIterableIterator<ExecutionResult> {
  let ended = false
  const done = { done: true as const, value: undefined }
  const iterator: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]: () => iterator,
    next: async () => {
      if (ended) return done
      try {
        const event = await source.next()
        if (event.done !== true) return { done: false, value: await execution(event.value) }
        ended = true
        return done
      } catch (error) {
        ended = true
        const wrapped =
          error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })
        return { done: false, value: maskResult({ errors: [wrapped] }, log) }
      }
    },
    return: async () => {
      ended = true
      await source.return?.()
      return done
    },
    // graphql-sse ends only what has a throw too.
    throw: async (error) => {
      await iterator.return?.()
      throw error
    },
  }
  return iterator
}
