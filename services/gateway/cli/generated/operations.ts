// Made by `npm run generate` from schema/supergraph.graphql and cli/documents. Not to be edited.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Codes of modelled errors. */
export type UserErrorCode =
  /** A value has a wrong form or is out of range. */
  | 'INVALID'
  /** A required value is missing or empty. */
  | 'REQUIRED'
  /** A value is larger than allowed. */
  | 'TOO_LARGE'
  /** There is nothing with this id in the project. */
  | 'NOT_FOUND'
  /** Something equal exists already, or an idempotency key was used with another body. */
  | 'CONFLICT'
  /** The thing is in a state in which this can't be done. */
  | 'WRONG_STATE'
  /** A gold answer was offered where questions must be unlabelled. */
  | 'LABELS_NOT_ALLOWED'
  /** A labelled dataset has two uses, or shares questions with another use. */
  | 'DATASET_OVERLAP'
  /** The deployment does not allow this host, variable or origin. */
  | 'NOT_ALLOWED'
  /** Another service did not answer; the same request can be sent again. */
  | 'UNAVAILABLE';

/** Whether a dataset is to learn from or to measure with. */
export type DatasetKind =
  /** Questions without answers: to learn from. */
  | 'UNLABELLED'
  /** Questions with gold answers: to measure with, never to learn from. */
  | 'LABELLED';

/** Whether questions can still be added. */
export type DatasetStatus =
  | 'OPEN'
  | 'SEALED';

/** What kind of answer a question has. */
export type AnswerType =
  /** A number; currency signs, separators and units are read away. */
  | 'NUMBER'
  /** One of the question's choices. */
  | 'CHOICE'
  /** Yes or no. */
  | 'BOOLEAN'
  /** Short free text. */
  | 'TEXT';

/** Which part of the OpenAI protocol carries prompts. */
export type EndpointProtocol =
  /** `/v1/chat/completions`: exemplars become turns. */
  | 'CHAT'
  /** `/v1/completions`: the prompt is one text, as in the paper. */
  | 'COMPLETIONS';

/** States of a run. */
export type RunStatus =
  | 'QUEUED'
  | 'RUNNING'
  | 'PAUSED'
  /** Asked to end; model calls are being stopped. */
  | 'CANCELLING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELLED';

/** States of an iteration. SAMPLING and VOTING overlap. */
export type IterationStatus =
  | 'SAMPLING'
  | 'VOTING'
  | 'TRAINING'
  | 'EVALUATING'
  | 'AWAITING_APPROVAL'
  | 'PROMOTED'
  | 'REJECTED'
  | 'FAILED'
  /** Only where a run trains nothing: everything was measured. */
  | 'MEASURED'
  | 'CANCELLED';

/** Ready-made rules for training sets. */
export type TrainingPreset =
  /** All kept paths in all four formats; identical direct rows stay, so that they weigh by votes. */
  | 'PAPER'
  /** Four rows per question, one per format, the path of each drawn by seed; gives up the paper's weighting by votes. */
  | 'GENTLE';

/** The one use that a labelled dataset has in a run. */
export type DatasetUse =
  /** For choosing thresholds, prompts and temperatures. */
  | 'TUNE'
  /** For the gate: promotion and stopping. */
  | 'GATE'
  /** For the table; read by no rule. */
  | 'REPORT';

/** How a model version answers when it is measured. */
export type EvaluationMethod =
  /** Few-shot, answer without reasoning, temperature 0. */
  | 'DIRECT'
  /** Few-shot chain of thought, temperature 0. */
  | 'COT'
  /** Few-shot chain of thought, 32 paths at temperature 0.7, plurality. */
  | 'SELF_CONSISTENCY';

/** Who decides on a new model version. */
export type Approval =
  /** The gate. */
  | 'AUTOMATIC'
  /** A person, with the gate's verdict before their eyes. */
  | 'REQUIRED';

/** States of a model version. */
export type ModelVersionStatus =
  /** A model that was there before. */
  | 'BASE'
  /** Being trained or measured. */
  | 'CANDIDATE'
  | 'PROMOTED'
  | 'REJECTED';

/** What the evidence says. */
export type GateVerdict =
  /** The one-sided 95 % lower bound of the change lies above −tolerance. */
  | 'PASS'
  /** The upper bound lies below 0. */
  | 'FAIL'
  /** Neither; promoted with a warning. */
  | 'INCONCLUSIVE'
  /** There is no GATE dataset; promoted with a warning. */
  | 'NO_EVIDENCE';

/** Kinds of log lines. */
export type IterationEventType =
  | 'RUN_CREATED'
  | 'RUN_STARTED'
  | 'ITERATION_STARTED'
  | 'STAGE_CHANGED'
  | 'QUESTIONS_VOTED'
  | 'TRAINING_SET_BUILT'
  | 'TRAINING_PROGRESSED'
  | 'MODEL_VERSION_TRAINED'
  | 'EVALUATION_SCORED'
  | 'GATE_DECIDED'
  | 'APPROVAL_REQUESTED'
  | 'RUN_PAUSED'
  | 'RUN_RESUMED'
  | 'RUN_CANCELLING'
  | 'WARNING'
  | 'RUN_COMPLETED'
  | 'RUN_FAILED'
  | 'RUN_CANCELLED';

export type CreateDatasetInput = {
  /** 1–200 characters. */
  readonly name: string;
  readonly kind: DatasetKind;
  /** The same key with the same body gives the same dataset; 1–200 characters, kept 7 days. */
  readonly idempotencyKey: string;
};

export type QuestionInput = {
  /** 1–32,768 characters. */
  readonly text: string;
  /** Default TEXT. */
  readonly answerType?: AnswerType | null | undefined;
  /** Required for CHOICE: 2–26 choices. */
  readonly choices?: ReadonlyArray<string> | null | undefined;
  /** Required in a labelled dataset, refused in an unlabelled one. At most 4,096 characters. */
  readonly goldAnswer?: string | null | undefined;
};

export type AppendQuestionsInput = {
  readonly datasetId: string;
  /** 1–1,000 questions. */
  readonly questions: ReadonlyArray<QuestionInput>;
  /** The same key with the same body adds nothing a second time; 1–200 characters, kept 7 days. */
  readonly idempotencyKey: string;
};

export type SealDatasetInput = {
  readonly datasetId: string;
};

export type EndpointModelInput = {
  /** Name as the endpoint knows it, 1–200 characters. */
  readonly name: string;
  /** US dollars per million prompt tokens, default 0. */
  readonly promptUsdPerMillionTokens?: string | null | undefined;
  /** US dollars per million completion tokens, default 0. */
  readonly completionUsdPerMillionTokens?: string | null | undefined;
  /** US dollars per million trained tokens, default 0. */
  readonly trainingUsdPerMillionTokens?: string | null | undefined;
};

export type EndpointLimitsInput = {
  /** Requests in flight, 1–1,024; default 8. */
  readonly maxConcurrentRequests?: number | null | undefined;
  /** Paths asked for in one request, 1–128; default 1. */
  readonly maxChoicesPerRequest?: number | null | undefined;
  /** Longest wait for one answer, in milliseconds, 1,000–3,600,000; default 120,000. */
  readonly requestTimeoutMs?: number | null | undefined;
};

export type CreateEndpointInput = {
  /** 1–200 characters, unique in the project. */
  readonly name: string;
  /** http(s) URL up to and including /v1. */
  readonly baseUrl: string;
  /** Must begin with CHORUS_ENDPOINT_KEY_; leave out where no key is needed. Never the key itself. */
  readonly keyVariable?: string | null | undefined;
  /** Default CHAT. */
  readonly protocol?: EndpointProtocol | null | undefined;
  /** At least one. */
  readonly models: ReadonlyArray<EndpointModelInput>;
  readonly limits?: EndpointLimitsInput | null | undefined;
  /** Default true. */
  readonly seeded?: boolean | null | undefined;
  /** Default false. */
  readonly fineTuning?: boolean | null | undefined;
  /** The same key with the same body gives the same endpoint; 1–200 characters, kept 7 days. */
  readonly idempotencyKey: string;
};

export type UpdateEndpointInput = {
  readonly endpointId: string;
  /** Left out: unchanged. */
  readonly baseUrl?: string | null | undefined;
  /** Left out: unchanged; null: no key. */
  readonly keyVariable?: string | null | undefined;
  /** Left out: unchanged. */
  readonly protocol?: EndpointProtocol | null | undefined;
  /** Left out: unchanged; replaces the whole list otherwise. */
  readonly models?: ReadonlyArray<EndpointModelInput> | null | undefined;
  /** Left out: unchanged. */
  readonly limits?: EndpointLimitsInput | null | undefined;
  /** Left out: unchanged. */
  readonly seeded?: boolean | null | undefined;
  /** Left out: unchanged. */
  readonly fineTuning?: boolean | null | undefined;
};

export type ExemplarInput = {
  readonly question: string;
  /** Reasoning, without the answer sentence. */
  readonly reasoning: string;
  readonly answer: string;
};

export type CreatePromptSetInput = {
  /** 1–200 characters. */
  readonly name: string;
  readonly systemPrompt?: string | null | undefined;
  /** 0–64 worked examples. */
  readonly exemplars: ReadonlyArray<ExemplarInput>;
  /** Must hold `{question}` once; default `Q: {question}\nA:`. */
  readonly questionTemplate?: string | null | undefined;
  /** Default ` Let's think step by step.` */
  readonly stepByStepTrigger?: string | null | undefined;
  /** Default `The answer is`. */
  readonly answerMarker?: string | null | undefined;
  /** At most 4; default none. */
  readonly stop?: ReadonlyArray<string> | null | undefined;
  /** The same key with the same body gives the same prompt set; 1–200 characters, kept 7 days. */
  readonly idempotencyKey: string;
};

export type CreateRunInput = {
  /** 1–200 characters; default: run and the date. */
  readonly name?: string | null | undefined;
  /** 0 – 2147483647; left out: drawn, and shown in the config. */
  readonly seed?: number | null | undefined;
  /** 1–20; default 1. */
  readonly iterations?: number | null | undefined;
  /** The endpoint to start from; with `model`. Leave out when `modelVersionId` is given. */
  readonly endpointId?: string | null | undefined;
  /** Model name at the endpoint. */
  readonly model?: string | null | undefined;
  /** A model version to start from, instead of `endpointId` and `model`. */
  readonly modelVersionId?: string | null | undefined;
  readonly promptSetId: string;
  /** What to learn from; left out, the run only measures. */
  readonly learning?: LearningInput | null | undefined;
  readonly sampling?: SamplingInput | null | undefined;
  /** Smallest agreement for consensus, [0, 1]; default none, as in the paper. */
  readonly minAgreement?: number | null | undefined;
  /** Left out or null: the run samples, votes and scores only. */
  readonly training?: TrainingInput | null | undefined;
  /** Labelled datasets, each with one use; at most 16. */
  readonly evaluations?: ReadonlyArray<EvaluationPlanInput> | null | undefined;
  readonly gate?: GateInput | null | undefined;
  readonly budget?: BudgetInput | null | undefined;
  /** The same key with the same body gives the same run; 1–200 characters, kept 7 days. */
  readonly idempotencyKey: string;
};

export type LearningInput = {
  /** A sealed, unlabelled dataset. */
  readonly datasetId: string;
  /** Fresh questions per iteration, 1–1,000,000; default: all questions / iterations. */
  readonly questionsPerIteration?: number | null | undefined;
};

export type SamplingInput = {
  /** 1–128; default 32, as in the paper. */
  readonly samplesPerQuestion?: number | null | undefined;
  /** 0–2; default 0.7, as in the paper. */
  readonly temperature?: number | null | undefined;
  /** (0, 1]; default 1. */
  readonly topP?: number | null | undefined;
  /** 1–32,768; default 256, as in the paper. */
  readonly maxTokens?: number | null | undefined;
};

export type TrainingInput = {
  /** Default PAPER. */
  readonly preset?: TrainingPreset | null | undefined;
  /** 1–50; default 1. */
  readonly epochs?: number | null | undefined;
  /** 1–256; default 32, as in the paper. */
  readonly batchSize?: number | null | undefined;
  /** (0, 100]; default 1. */
  readonly learningRateMultiplier?: number | null | undefined;
};

export type EvaluationPlanInput = {
  /** A sealed, labelled dataset. */
  readonly datasetId: string;
  readonly use: DatasetUse;
  /** Default: COT for GATE, all three otherwise. */
  readonly methods?: ReadonlyArray<EvaluationMethod> | null | undefined;
  /** Prompt set to measure with; default: the run's. Training always has the run's. */
  readonly promptSetId?: string | null | undefined;
};

export type GateInput = {
  /** 0–100; default 5. */
  readonly tolerancePoints?: number | null | undefined;
  /** Default AUTOMATIC. */
  readonly approval?: Approval | null | undefined;
};

export type BudgetInput = {
  /** Above 0. */
  readonly maxCostUsd?: string | null | undefined;
  /** Above 0. */
  readonly maxTokens?: string | null | undefined;
};

export type ProblemFragment = { readonly code: UserErrorCode, readonly path: ReadonlyArray<string>, readonly message: string };

export type FindRunsQueryVariables = Exact<{
  name: string;
  after?: string | null | undefined;
}>;


export type FindRunsQuery = { readonly runs: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: RunStatus, readonly config: { readonly seed: number, readonly endpoint: { readonly id: string, readonly baseUrl: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type FindEndpointsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type FindEndpointsQuery = { readonly endpoints: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly baseUrl: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CreateDatasetMutationVariables = Exact<{
  input: CreateDatasetInput;
}>;


export type CreateDatasetMutation = { readonly createDataset: { readonly dataset: { readonly id: string, readonly status: DatasetStatus } | null, readonly errors: ReadonlyArray<{ readonly code: UserErrorCode, readonly path: ReadonlyArray<string>, readonly message: string }> } };

export type AppendQuestionsMutationVariables = Exact<{
  input: AppendQuestionsInput;
}>;


export type AppendQuestionsMutation = { readonly appendQuestions: { readonly appendedCount: number, readonly errors: ReadonlyArray<{ readonly code: UserErrorCode, readonly path: ReadonlyArray<string>, readonly message: string }> } };

export type SealDatasetMutationVariables = Exact<{
  input: SealDatasetInput;
}>;


export type SealDatasetMutation = { readonly sealDataset: { readonly dataset: { readonly id: string, readonly questionCount: number } | null, readonly errors: ReadonlyArray<{ readonly code: UserErrorCode, readonly path: ReadonlyArray<string>, readonly message: string }> } };

export type CreateEndpointMutationVariables = Exact<{
  input: CreateEndpointInput;
}>;


export type CreateEndpointMutation = { readonly createEndpoint: { readonly endpoint: { readonly id: string } | null, readonly errors: ReadonlyArray<{ readonly code: UserErrorCode, readonly path: ReadonlyArray<string>, readonly message: string }> } };

export type UpdateEndpointMutationVariables = Exact<{
  input: UpdateEndpointInput;
}>;


export type UpdateEndpointMutation = { readonly updateEndpoint: { readonly endpoint: { readonly id: string } | null, readonly errors: ReadonlyArray<{ readonly code: UserErrorCode, readonly path: ReadonlyArray<string>, readonly message: string }> } };

export type CreatePromptSetMutationVariables = Exact<{
  input: CreatePromptSetInput;
}>;


export type CreatePromptSetMutation = { readonly createPromptSet: { readonly promptSet: { readonly id: string } | null, readonly errors: ReadonlyArray<{ readonly code: UserErrorCode, readonly path: ReadonlyArray<string>, readonly message: string }> } };

export type CreateRunMutationVariables = Exact<{
  input: CreateRunInput;
}>;


export type CreateRunMutation = { readonly createRun: { readonly run: { readonly id: string } | null, readonly errors: ReadonlyArray<{ readonly code: UserErrorCode, readonly path: ReadonlyArray<string>, readonly message: string }> } };

export type EvaluationFiguresFragment = { readonly use: DatasetUse, readonly method: EvaluationMethod, readonly accuracy: number, readonly n: number, readonly correct: number, readonly ties: number, readonly unparsable: number, readonly dataset: { readonly id: string, readonly name: string }, readonly interval: { readonly lower: number, readonly upper: number }, readonly changeFromBase: { readonly points: number, readonly pValue: number, readonly gained: number, readonly lost: number, readonly n: number, readonly interval: { readonly lower: number, readonly upper: number } } | null };

export type RunReportQueryVariables = Exact<{
  id: string;
}>;


export type RunReportQuery = { readonly run: { readonly id: string, readonly name: string, readonly status: RunStatus, readonly statusReason: string | null, readonly contentHash: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly config: { readonly seed: number, readonly iterations: number, readonly sampling: { readonly samplesPerQuestion: number }, readonly evaluations: ReadonlyArray<{ readonly use: DatasetUse, readonly methods: ReadonlyArray<EvaluationMethod>, readonly dataset: { readonly id: string, readonly name: string, readonly questionCount: number } }> }, readonly baseModelVersion: { readonly id: string, readonly name: string | null, readonly evaluations: ReadonlyArray<{ readonly use: DatasetUse, readonly method: EvaluationMethod, readonly accuracy: number, readonly n: number, readonly correct: number, readonly ties: number, readonly unparsable: number, readonly dataset: { readonly id: string, readonly name: string }, readonly interval: { readonly lower: number, readonly upper: number }, readonly changeFromBase: { readonly points: number, readonly pValue: number, readonly gained: number, readonly lost: number, readonly n: number, readonly interval: { readonly lower: number, readonly upper: number } } | null }> }, readonly currentModelVersion: { readonly id: string, readonly name: string | null }, readonly iterations: ReadonlyArray<{ readonly number: number, readonly status: IterationStatus, readonly statusReason: string | null, readonly trainingSet: { readonly exampleCount: number, readonly contentHash: string } | null, readonly votesSummary: { readonly consensus: number, readonly noConsensus: number, readonly unparsable: number, readonly meanAgreement: number } | null, readonly modelVersion: { readonly id: string, readonly name: string | null, readonly status: ModelVersionStatus, readonly evaluations: ReadonlyArray<{ readonly use: DatasetUse, readonly method: EvaluationMethod, readonly accuracy: number, readonly n: number, readonly correct: number, readonly ties: number, readonly unparsable: number, readonly dataset: { readonly id: string, readonly name: string }, readonly interval: { readonly lower: number, readonly upper: number }, readonly changeFromBase: { readonly points: number, readonly pValue: number, readonly gained: number, readonly lost: number, readonly n: number, readonly interval: { readonly lower: number, readonly upper: number } } | null }> } | null, readonly gate: { readonly verdict: GateVerdict, readonly decision: ModelVersionStatus | null, readonly reason: string } | null }>, readonly spend: { readonly promptTokens: string, readonly completionTokens: string, readonly trainedTokens: string, readonly costUsd: string, readonly calls: number } | null } | null };

export type RunProgressQueryVariables = Exact<{
  id: string;
}>;


export type RunProgressQuery = { readonly run: { readonly id: string, readonly status: RunStatus, readonly statusReason: string | null, readonly progress: { readonly stage: string | null, readonly iteration: number, readonly iterationsPlanned: number, readonly questionsPlanned: number, readonly questionsVoted: number | null, readonly meanAgreement: number | null, readonly pathsSampled: number | null, readonly pathsPlanned: number | null, readonly evaluationPathsSampled: number | null, readonly evaluationPathsPlanned: number | null, readonly trainingStep: number | null, readonly trainingStepsPlanned: number | null, readonly loss: number | null, readonly evaluationsScored: number, readonly evaluationsPlanned: number }, readonly spend: { readonly promptTokens: string, readonly completionTokens: string, readonly trainedTokens: string, readonly costUsd: string } | null } | null };

export type RunEventsSubscriptionVariables = Exact<{
  runId: string;
  after?: string | null | undefined;
}>;


export type RunEventsSubscription = { readonly iterationEvents: { readonly cursor: string, readonly sequence: number, readonly type: IterationEventType, readonly iteration: number | null, readonly at: string, readonly message: string } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ProblemFragmentDoc = new TypedDocumentString(`
    fragment Problem on UserError {
  code
  path
  message
}
    `, {"fragmentName":"Problem"}) as unknown as TypedDocumentString<ProblemFragment, unknown>;
export const EvaluationFiguresFragmentDoc = new TypedDocumentString(`
    fragment EvaluationFigures on Evaluation {
  dataset {
    id
    name
  }
  use
  method
  accuracy
  interval {
    lower
    upper
  }
  n
  correct
  ties
  unparsable
  changeFromBase {
    points
    interval {
      lower
      upper
    }
    pValue
    gained
    lost
    n
  }
}
    `, {"fragmentName":"EvaluationFigures"}) as unknown as TypedDocumentString<EvaluationFiguresFragment, unknown>;
export const FindRunsDocument = new TypedDocumentString(`
    query FindRuns($name: String!, $after: String) {
  runs(first: 50, after: $after, filter: {nameContains: $name}) {
    nodes {
      id
      name
      status
      config {
        seed
        endpoint {
          id
          baseUrl
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<FindRunsQuery, FindRunsQueryVariables>;
export const FindEndpointsDocument = new TypedDocumentString(`
    query FindEndpoints($after: String) {
  endpoints(first: 50, after: $after) {
    nodes {
      id
      name
      baseUrl
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<FindEndpointsQuery, FindEndpointsQueryVariables>;
export const CreateDatasetDocument = new TypedDocumentString(`
    mutation CreateDataset($input: CreateDatasetInput!) {
  createDataset(input: $input) {
    dataset {
      id
      status
    }
    errors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  code
  path
  message
}`) as unknown as TypedDocumentString<CreateDatasetMutation, CreateDatasetMutationVariables>;
export const AppendQuestionsDocument = new TypedDocumentString(`
    mutation AppendQuestions($input: AppendQuestionsInput!) {
  appendQuestions(input: $input) {
    appendedCount
    errors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  code
  path
  message
}`) as unknown as TypedDocumentString<AppendQuestionsMutation, AppendQuestionsMutationVariables>;
export const SealDatasetDocument = new TypedDocumentString(`
    mutation SealDataset($input: SealDatasetInput!) {
  sealDataset(input: $input) {
    dataset {
      id
      questionCount
    }
    errors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  code
  path
  message
}`) as unknown as TypedDocumentString<SealDatasetMutation, SealDatasetMutationVariables>;
export const CreateEndpointDocument = new TypedDocumentString(`
    mutation CreateEndpoint($input: CreateEndpointInput!) {
  createEndpoint(input: $input) {
    endpoint {
      id
    }
    errors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  code
  path
  message
}`) as unknown as TypedDocumentString<CreateEndpointMutation, CreateEndpointMutationVariables>;
export const UpdateEndpointDocument = new TypedDocumentString(`
    mutation UpdateEndpoint($input: UpdateEndpointInput!) {
  updateEndpoint(input: $input) {
    endpoint {
      id
    }
    errors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  code
  path
  message
}`) as unknown as TypedDocumentString<UpdateEndpointMutation, UpdateEndpointMutationVariables>;
export const CreatePromptSetDocument = new TypedDocumentString(`
    mutation CreatePromptSet($input: CreatePromptSetInput!) {
  createPromptSet(input: $input) {
    promptSet {
      id
    }
    errors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  code
  path
  message
}`) as unknown as TypedDocumentString<CreatePromptSetMutation, CreatePromptSetMutationVariables>;
export const CreateRunDocument = new TypedDocumentString(`
    mutation CreateRun($input: CreateRunInput!) {
  createRun(input: $input) {
    run {
      id
    }
    errors {
      ...Problem
    }
  }
}
    fragment Problem on UserError {
  code
  path
  message
}`) as unknown as TypedDocumentString<CreateRunMutation, CreateRunMutationVariables>;
export const RunReportDocument = new TypedDocumentString(`
    query RunReport($id: ID!) {
  run(id: $id) {
    id
    name
    status
    statusReason
    contentHash
    startedAt
    finishedAt
    config {
      seed
      iterations
      sampling {
        samplesPerQuestion
      }
      evaluations {
        use
        methods
        dataset {
          id
          name
          questionCount
        }
      }
    }
    baseModelVersion {
      id
      name
      evaluations {
        ...EvaluationFigures
      }
    }
    currentModelVersion {
      id
      name
    }
    iterations {
      number
      status
      statusReason
      trainingSet {
        exampleCount
        contentHash
      }
      votesSummary {
        consensus
        noConsensus
        unparsable
        meanAgreement
      }
      modelVersion {
        id
        name
        status
        evaluations {
          ...EvaluationFigures
        }
      }
      gate {
        verdict
        decision
        reason
      }
    }
    spend {
      promptTokens
      completionTokens
      trainedTokens
      costUsd
      calls
    }
  }
}
    fragment EvaluationFigures on Evaluation {
  dataset {
    id
    name
  }
  use
  method
  accuracy
  interval {
    lower
    upper
  }
  n
  correct
  ties
  unparsable
  changeFromBase {
    points
    interval {
      lower
      upper
    }
    pValue
    gained
    lost
    n
  }
}`) as unknown as TypedDocumentString<RunReportQuery, RunReportQueryVariables>;
export const RunProgressDocument = new TypedDocumentString(`
    query RunProgress($id: ID!) {
  run(id: $id) {
    id
    status
    statusReason
    progress {
      stage
      iteration
      iterationsPlanned
      questionsPlanned
      questionsVoted
      meanAgreement
      pathsSampled
      pathsPlanned
      evaluationPathsSampled
      evaluationPathsPlanned
      trainingStep
      trainingStepsPlanned
      loss
      evaluationsScored
      evaluationsPlanned
    }
    spend {
      promptTokens
      completionTokens
      trainedTokens
      costUsd
    }
  }
}
    `) as unknown as TypedDocumentString<RunProgressQuery, RunProgressQueryVariables>;
export const RunEventsDocument = new TypedDocumentString(`
    subscription RunEvents($runId: ID!, $after: String) {
  iterationEvents(runId: $runId, after: $after) {
    cursor
    sequence
    type
    iteration
    at
    message
  }
}
    `) as unknown as TypedDocumentString<RunEventsSubscription, RunEventsSubscriptionVariables>;