import { ChorusError, messageOf, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { runQuestionKey, toGlobalId } from '@chorus/schema/ids.ts'
import { z } from 'zod'
import type { PathTextRequest, PathTextSource } from '../voting/path-text-source.ts'

/** Texts are large here, so a page holds few of them. */
const PATHS_PER_PAGE = 8
const REQUEST_TIMEOUT_MS = 30_000

const QUERY = `query PathTexts($representations: [_Any!]!, $first: Int!, $after: String) {
  _entities(representations: $representations) {
    ... on RunQuestion { paths(first: $first, after: $after) { nodes { id text } pageInfo { hasNextPage endCursor } } }
  }
}`

const answerSchema = z.object({
  data: z.object({
    _entities: z.tuple([
      z.object({
        paths: z.object({
          nodes: z.array(z.object({ id: z.string(), text: z.string() })),
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        }),
      }),
    ]),
  }),
})
type PathPage = z.infer<typeof answerSchema>['data']['_entities'][0]['paths']

/**
 * Reads texts from the sampler's subgraph.
 * @param url of its GraphQL endpoint.
 */
export function createSamplerTextSource(url: string): PathTextSource {
  return {
    readTexts: async (request) => {
      const wanted = new Map(request.pathIds.map((id) => [toGlobalId('Path', id), id]))
      const texts = new Map<string, string>()
      for (let after: string | null = null; texts.size < wanted.size; ) {
        const page: PathPage = await readPage({ url, request, after })
        for (const { id, text } of page.nodes) {
          const pathId = wanted.get(id)
          if (pathId !== undefined) texts.set(pathId, text)
        }
        if (!page.pageInfo.hasNextPage) break
        after = page.pageInfo.endCursor
      }
      if (texts.size < wanted.size) throw notThere(request, texts.size)
      return texts
    },
  }
}

async function readPage(input: {
  readonly url: string
  readonly request: PathTextRequest
  readonly after: string | null
}): Promise<PathPage> {
  const { url, request, after } = input
  const id = toGlobalId('RunQuestion', runQuestionKey(request.sampleSetId, request.questionId))
  const variables = { representations: [{ __typename: 'RunQuestion', id }], first: PATHS_PER_PAGE, after }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'chorus-project': request.project,
        'chorus-actor': request.actor,
      },
      body: JSON.stringify({ query: QUERY, variables }),
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    })
    return answerSchema.parse(await response.json()).data._entities[0].paths
  } catch (error) {
    throw new ChorusError({
      code: 'UNAVAILABLE',
      message: problem({
        expected: 'the paths of a question from the sampler',
        found: messageOf(error),
        fix: 'It is asked again; look at CHORUS_SAMPLER_URL and at the log of the sampler',
      }),
      retryable: true,
      cause: error,
    })
  }
}

function notThere(request: PathTextRequest, found: number): ChorusError {
  return new ChorusError({
    code: 'NOT_FOUND',
    message: problem({
      expected: `${request.pathIds.length} paths of question ${request.questionId} in the sampler`,
      found: `${found}`,
      fix: 'Look whether the run was deleted',
    }),
    details: { sampleSetId: request.sampleSetId, questionId: request.questionId },
  })
}
