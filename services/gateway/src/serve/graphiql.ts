import { renderGraphiQL } from '@graphql-yoga/render-graphiql'

const defaultQuery = `# Chorus: one graph over sampler, voter and trainer. Ctrl-Enter runs the query under the cursor.

query Runs {
  runs(first: 5) {
    nodes {
      id
      status
      statusReason
      iterations {
        number
        status
        votesSummary { consensus noConsensus unparsable meanAgreement }
      }
    }
  }
}

# Live, with the id of a run; come back with the last cursor as "after" and nothing is missed.
subscription Events($runId: ID!, $after: String) {
  iterationEvents(runId: $runId, after: $after) {
    cursor
    type
    message
  }
}
`

/**
 * GraphiQL as one page that loads nothing from elsewhere, with a first query and subscriptions over WebSocket. Made when it is
 * first asked for: it has 9 MB.
 */
export function createGraphiqlPage(): () => Buffer {
  let page: Buffer | undefined
  return () => {
    page ??= Buffer.from(
      renderGraphiQL({
        title: 'Chorus',
        endpoint: '/graphql',
        subscriptionsProtocol: 'WS',
        defaultQuery,
        credentials: 'same-origin',
      }),
    )
    return page
  }
}
