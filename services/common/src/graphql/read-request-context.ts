import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { ChorusError, problem } from '../errors/chorus-error.ts'
import { uuidv7 } from '../ids/uuid.ts'
import type { Logger } from '../log/create-logger.ts'
import type { Actor, RequestContext } from './request-context.ts'

/** Who acts where a request does not say: given in local mode only. */
export interface LocalDefaults {
  readonly actor: Actor
  readonly project: string
}

/** What a context is made with, beside the request. */
export interface ContextFactory<Loaders> {
  /** Called for each request, and for each event of a subscription. */
  readonly createLoaders: (context: RequestContext<undefined>) => Loaders
  readonly localDefaults?: LocalDefaults | undefined
  readonly log: Logger
}

const actorSchema = z.object({
  id: z.string().min(1),
  name: z.string().default(''),
  roles: z.array(z.string()).default([]),
})

/**
 * The context of a request from its headers: chorus-actor (JSON with id, name, roles; or an id alone), chorus-project,
 * x-request-id and traceparent.
 * @throws {ChorusError} UNAUTHENTICATED without actor or project outside local mode, BAD_USER_INPUT for a malformed actor.
 */
export function readRequestContext<Loaders>(
  headers: IncomingHttpHeaders,
  factory: ContextFactory<Loaders>,
): RequestContext<Loaders> {
  const actor = readActor(textOf(headers['chorus-actor'])) ?? factory.localDefaults?.actor
  const project = textOf(headers['chorus-project']) ?? factory.localDefaults?.project
  if (actor === undefined || project === undefined) throw unknownCaller(actor, project)
  const requestId = textOf(headers['x-request-id']) ?? uuidv7()
  const bare: RequestContext<undefined> = {
    actor,
    project,
    requestId,
    loaders: undefined,
    log: factory.log.child({ requestId, project, actor: actor.id }),
    traceparent: textOf(headers.traceparent),
  }
  return { ...bare, loaders: factory.createLoaders(bare) }
}

function readActor(text: string | undefined): Actor | undefined {
  if (text === undefined) return undefined
  if (!text.startsWith('{')) return { id: text, name: text, roles: [] }
  try {
    const actor = actorSchema.parse(JSON.parse(text))
    return { ...actor, name: actor.name || actor.id }
  } catch (error) {
    throw new ChorusError({
      code: 'BAD_USER_INPUT',
      message: problem({
        expected: 'an id or JSON with id, name and roles in the header chorus-actor',
        found: 'another text',
        fix: 'Correct the header',
      }),
      cause: error,
    })
  }
}

function textOf(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value
  return text === undefined || text === '' ? undefined : text
}

function unknownCaller(actor: Actor | undefined, project: string | undefined): ChorusError {
  const missing = [actor === undefined ? 'chorus-actor' : '', project === undefined ? 'chorus-project' : '']
  return new ChorusError({
    code: 'UNAUTHENTICATED',
    message: problem({
      expected: 'the headers chorus-actor and chorus-project',
      found: `no ${missing.filter((name) => name !== '').join(' and no ')}`,
      fix: 'Call through the gateway, which sets them',
    }),
  })
}
