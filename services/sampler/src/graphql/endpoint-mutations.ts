import type { HostRules } from '@chorus/common/src/egress/host-rules.ts'
import { messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { keyOf } from '@chorus/schema/ids.ts'
import { checkEndpoint } from '../endpoints/check-endpoint.ts'
import { applyOffer, type EndpointDraft, NEW_ENDPOINT } from '../endpoints/endpoint-input.ts'
import { checkText, show } from '../input/check-text.ts'
import { type Issue, MAX_NAME_LENGTH } from '../input/issue.ts'
import {
  archiveEndpoint,
  insertEndpoint,
  insertNextVersion,
  lockEndpoint,
} from '../store/change-endpoints.ts'
import type { GraphqlContext } from './context.ts'
import type { CreateEndpointInput, MutationResolvers, UpdateEndpointInput } from './generated.ts'
import { notFound, Refusal, runMutation } from './run-mutation.ts'

type Mutations = Required<Pick<MutationResolvers, 'createEndpoint' | 'updateEndpoint' | 'archiveEndpoint'>>

/** The mutations of endpoints. */
export function endpointMutations(db: Database, hosts: HostRules): Mutations {
  return {
    createEndpoint: async (_parent, { input }, context) => {
      const { id, issues } = await create(db, hosts, input, context)
      return { endpoint: await load(context, id), errors: [...issues] }
    },
    updateEndpoint: async (_parent, { input }, context) => {
      const { id, issues } = await update(db, hosts, input, context)
      return { endpoint: await load(context, id), errors: [...issues] }
    },
    archiveEndpoint: async (_parent, { input }, context) => {
      const { id, issues } = await archive(db, input.endpointId, context)
      return { endpoint: await load(context, id), errors: [...issues] }
    },
  }
}

function load(context: GraphqlContext, key: string | null) {
  return key === null ? null : context.loaders.endpoint.load(key)
}

function create(db: Database, hosts: HostRules, input: CreateEndpointInput, context: GraphqlContext) {
  const draft = applyOffer(NEW_ENDPOINT, input)
  const rule = { path: ['name'], what: 'a name', maxLength: MAX_NAME_LENGTH }
  return runMutation({
    db,
    context,
    name: 'createEndpoint',
    input,
    idempotencyKey: input.idempotencyKey,
    issues: [...checkText(input.name, rule), ...checkDraft(draft, hosts)],
    work: async (tx, newId) => {
      const endpoint = { id: newId, project: context.project, name: input.name }
      if (!(await insertEndpoint(tx, endpoint, draft))) throw new Refusal(nameIsTaken(input.name))
      return newId
    },
  })
}

function nameIsTaken(name: string): Issue {
  const message = `Expected a name that no endpoint of the project has, found ${show(name)} taken. Choose another, or update that endpoint.`
  return { code: 'CONFLICT', path: ['name'], message }
}

function update(db: Database, hosts: HostRules, input: UpdateEndpointInput, context: GraphqlContext) {
  const id = keyOf('Endpoint', input.endpointId)
  const unknown = notFound('an endpoint', ['endpointId'])
  return runMutation({
    db,
    context,
    name: 'updateEndpoint',
    input,
    issues: id === null ? [unknown] : [],
    work: async (tx) => {
      const key = id ?? ''
      const former = await lockEndpoint(tx, { id: key, project: context.project })
      if (former === undefined) throw new Refusal(unknown)
      if (former.isArchived) throw new Refusal(isArchived)
      const draft = applyOffer(former.draft, input)
      const issues = checkDraft(draft, hosts)
      if (issues.length > 0) throw new Refusal(...issues)
      await insertNextVersion(tx, { id: key, version: former.version }, draft)
      return key
    },
  })
}

const isArchived: Issue = {
  code: 'WRONG_STATE',
  path: ['endpointId'],
  message: 'Expected an endpoint in use, found an archived one. Make a new endpoint.',
}

function archive(db: Database, globalId: string, context: GraphqlContext) {
  const id = keyOf('Endpoint', globalId)
  const unknown = notFound('an endpoint', ['endpointId'])
  return runMutation({
    db,
    context,
    name: 'archiveEndpoint',
    input: { endpointId: globalId },
    issues: id === null ? [unknown] : [],
    work: async (tx) => {
      const key = id ?? ''
      if ((await lockEndpoint(tx, { id: key, project: context.project })) === undefined)
        throw new Refusal(unknown)
      await archiveEndpoint(tx, key)
      return key
    },
  })
}

/** What is wrong with an endpoint, or with its host in this deployment. */
function checkDraft(draft: EndpointDraft, hosts: HostRules): Issue[] {
  const issues = checkEndpoint(draft)
  if (issues.some((issue) => issue.path[0] === 'baseUrl')) return issues
  try {
    hosts.assertHost(new URL(draft.baseUrl).hostname)
    return issues
  } catch (error) {
    return [...issues, { code: 'NOT_ALLOWED', path: ['baseUrl'], message: messageOf(error) }]
  }
}
