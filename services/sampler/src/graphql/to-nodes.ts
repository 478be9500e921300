import { runQuestionKey, toGlobalId } from '@chorus/schema/ids.ts'
import type { DatasetRow, EndpointRow, PromptSetRow, QuestionRow } from '../store/read-content.ts'
import type { PathRow } from '../store/read-runs.ts'
import type {
  DatasetNode,
  EndpointNode,
  PathNode,
  PromptSetNode,
  QuestionNode,
  RunQuestionNode,
} from './nodes.ts'

/** A dataset as the graph shows it. */
export function toDataset(row: DatasetRow): DatasetNode {
  return {
    key: row.id,
    id: toGlobalId('Dataset', row.id),
    name: row.name,
    version: row.version,
    kind: row.kind,
    status: row.status,
    questionCount: row.question_count,
    mergedCount: row.merged_count,
    contentHash: row.content_hash,
    createdAt: row.created_at,
    sealedAt: row.sealed_at,
  }
}

/** A question as the graph shows it. */
export function toQuestion(row: QuestionRow): QuestionNode {
  return {
    key: row.id,
    id: toGlobalId('Question', row.id),
    text: row.text,
    hash: row.hash,
    answerType: row.answer_type,
    choices: row.choices,
    position: row.position,
    goldAnswer: row.gold_answer,
  }
}

/** A prompt set as the graph shows it. */
export function toPromptSet(row: PromptSetRow): PromptSetNode {
  const { content } = row
  return {
    key: row.id,
    id: toGlobalId('PromptSet', row.id),
    name: row.name,
    systemPrompt: content.systemPrompt,
    exemplars: [...content.exemplars],
    questionTemplate: content.questionTemplate,
    stepByStepTrigger: content.stepByStepTrigger,
    answerMarker: content.answerMarker,
    stop: [...content.stop],
    contentHash: row.content_hash,
    createdAt: row.created_at,
  }
}

/** An endpoint, at its latest version, as the graph shows it. */
export function toEndpoint(row: EndpointRow): EndpointNode {
  return {
    key: row.id,
    id: toGlobalId('Endpoint', row.id),
    name: row.name,
    version: row.version,
    baseUrl: row.base_url,
    keyVariable: row.key_variable,
    protocol: row.protocol,
    models: row.models,
    limits: row.limits,
    capabilities: { seeded: row.seeded, fineTuning: row.fine_tuning },
    createdAt: row.created_at,
    archivedAt: row.archived_at,
  }
}

/** A path as the graph shows it. */
export function toPath(row: PathRow): PathNode {
  return {
    key: row.id,
    id: toGlobalId('Path', row.id),
    index: row.index,
    text: row.text,
    tokens: row.tokens,
    finishReason: row.finish_reason,
    seed: row.seed,
    logprob: row.logprob,
  }
}

/** A question inside a sample set as the graph shows it. */
export function toRunQuestion(sampleSetId: string, questionId: string): RunQuestionNode {
  return { id: toGlobalId('RunQuestion', runQuestionKey(sampleSetId, questionId)), sampleSetId, questionId }
}
