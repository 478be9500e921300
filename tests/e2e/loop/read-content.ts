import type { TestPlatform } from '../../testkit/platform.ts'

/** A path as the graph shows it. */
export interface GraphPath {
  readonly id: string
  readonly index: number
  readonly text: string
  readonly finishReason: 'STOP' | 'LENGTH' | 'CONTENT_FILTER'
  readonly answer: { readonly state: string; readonly normalForm: string | null }
}

/** A vote with its question and its paths. */
export interface GraphVote {
  readonly id: string
  readonly outcome: 'CONSENSUS' | 'NO_CONSENSUS' | 'UNPARSABLE'
  readonly decidedBy: 'SELF' | 'OTHER_MODEL' | 'PERSON'
  readonly winner: string | null
  readonly agreement: number
  readonly pathCount: number
  readonly unparsableCount: number
  readonly classes: readonly { readonly answer: string; readonly count: number }[]
  readonly policy: {
    readonly answerMarker: string
    readonly minAgreement: number | null
    readonly extractionVersion: number
  }
  readonly runQuestion: {
    readonly question: {
      readonly id: string
      readonly hash: string
      readonly text: string
      readonly answerType: 'NUMBER' | 'CHOICE' | 'BOOLEAN' | 'TEXT'
      readonly choices: readonly string[]
    }
    readonly paths: { readonly nodes: readonly GraphPath[] }
  }
}

interface GraphEvaluation {
  readonly dataset: { readonly contentHash: string }
  readonly method: string
  readonly n: number
  readonly correct: number
  readonly ties: number
  readonly unparsable: number
}

/** A message of a training row. */
export interface GraphMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
  readonly weight: number | null
}

/** Everything about a run that its content hash covers, read through the graph. */
export interface RunContent {
  readonly contentHash: string
  readonly config: { readonly hash: string; readonly seed: number; readonly promptSet: PromptSet }
  readonly baseModelVersion: { readonly evaluations: readonly GraphEvaluation[] }
  readonly iterations: readonly {
    readonly number: number
    readonly status: string
    readonly gate: { readonly decision: string | null } | null
    readonly votes: { readonly nodes: readonly GraphVote[] }
    readonly trainingSet: {
      readonly contentHash: string
      readonly exampleCount: number
      readonly examples: {
        readonly nodes: readonly {
          readonly messages: readonly GraphMessage[]
          readonly path: { readonly id: string }
        }[]
      }
    }
    readonly modelVersion: { readonly evaluations: readonly GraphEvaluation[] }
  }[]
}

interface PromptSet {
  readonly systemPrompt: string | null
  readonly exemplars: readonly {
    readonly question: string
    readonly reasoning: string
    readonly answer: string
  }[]
  readonly questionTemplate: string
  readonly stepByStepTrigger: string
  readonly answerMarker: string
  readonly stop: readonly string[]
}

const evaluations = 'evaluations { dataset { contentHash } method n correct ties unparsable }'
const query = `query ($id: ID!) { run(id: $id) {
  contentHash
  config { hash seed promptSet { systemPrompt exemplars { question reasoning answer } questionTemplate stepByStepTrigger answerMarker stop } }
  baseModelVersion { ${evaluations} }
  iterations {
    number status gate { decision }
    votes(first: 100) { nodes {
      id outcome decidedBy winner agreement pathCount unparsableCount classes { answer count }
      policy { answerMarker minAgreement extractionVersion }
      runQuestion { question { id hash text answerType choices } paths(first: 100) { nodes { id index text finishReason answer { state normalForm } } } }
    } }
    trainingSet { contentHash exampleCount examples(first: 100) { nodes { messages { role content weight } path { id } } } }
    modelVersion { ${evaluations} }
  }
} }`

/** Reads a finished small run through the graph. */
export async function readRunContent(platform: TestPlatform, id: string): Promise<RunContent> {
  const { data, errors } = await platform.graphql<{ run: RunContent }>(query, { id })
  if (data === null || errors !== undefined)
    throw new Error(`The run can not be read: ${JSON.stringify(errors)}`)
  return data.run
}
