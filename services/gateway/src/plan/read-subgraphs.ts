import { type DocumentNode, Kind } from 'graphql'
import { stringArgument } from './api-schema.ts'

/** The subgraphs that a supergraph names, with their URLs ('' where it has none). */
export function readSubgraphs(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const subgraphs = new Map<string, string>()
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue
    for (const value of node.values ?? []) {
      const graph = value.directives?.find((directive) => directive.name.value === 'join__graph')
      if (graph === undefined) continue
      subgraphs.set(stringArgument(graph, 'name') ?? value.name.value, stringArgument(graph, 'url') ?? '')
    }
  }
  return subgraphs
}

/** How a subgraph is spelt in CHORUS_SUBGRAPH_<NAME>_URL: my-runs becomes MY_RUNS. */
export function variableOf(subgraph: string): string {
  return `CHORUS_SUBGRAPH_${subgraph.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_URL`
}
