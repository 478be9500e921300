/** GraphQL types that have an id of their own, with the prefix of that id. */
export const ID_PREFIXES = {
  Run: 'run',
  Iteration: 'itr',
  ModelVersion: 'mdl',
  TrainingSet: 'trs',
  Evaluation: 'evl',
  Dataset: 'dts',
  Question: 'qst',
  PromptSet: 'prm',
  Endpoint: 'edp',
  Path: 'pth',
  RunQuestion: 'rqn',
  Vote: 'vot',
} as const

export type NodeType = keyof typeof ID_PREFIXES

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const TYPES = Object.entries(ID_PREFIXES) as [NodeType, string][]
const PATTERN = new RegExp(`^([a-z]{3})_(${UUID}(?:\\.${UUID})?)$`)

/**
 * Opaque GraphQL id of a thing, for example `run_0190c2…`.
 * @param key the UUID of the row; for RunQuestion `<sample set>.<question>`.
 */
export function toGlobalId(type: NodeType, key: string): string {
  return `${ID_PREFIXES[type]}_${key}`
}

/** Type and key of a GraphQL id; null when it is not one of ours. */
export function parseGlobalId(id: string): { readonly type: NodeType; readonly key: string } | null {
  const match = PATTERN.exec(id)
  const found = TYPES.find(([, prefix]) => prefix === match?.[1])
  if (!match?.[2] || !found) return null
  const isPair = match[2].includes('.')
  return isPair === (found[0] === 'RunQuestion') ? { type: found[0], key: match[2] } : null
}

/** Key of a GraphQL id of the given type; null when it is something else. */
export function keyOf(type: NodeType, id: string): string | null {
  const parsed = parseGlobalId(id)
  return parsed?.type === type ? parsed.key : null
}

/** Key of the question inside one sample set. */
export function runQuestionKey(sampleSetId: string, questionId: string): string {
  return `${sampleSetId}.${questionId}`
}
