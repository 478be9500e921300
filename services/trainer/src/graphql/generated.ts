// Made by `npm run generate` from schema/graphql/trainer.graphql. Not to be edited.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { RunRow } from '../store/run-row.ts';
import type { LearningParent, EvaluationPlanParent, GateEvidenceParent, ModelVersionParent, StageDetailsParent, VotingDetailsParent, TrainingSetDetailsParent, TrainingDetailsParent, ModelVersionDetailsParent, EvaluationDetailsParent, GateDetailsParent, RunEndDetailsParent } from './parents.ts';
import type { IterationRow, StoredGate } from '../store/iteration-row.ts';
import type { TrainingSetRow } from '../store/read-training-sets.ts';
import type { JobRow } from '../store/read-jobs.ts';
import type { StoredExample } from '../store/read-examples.ts';
import type { EvaluationRow } from '../store/read-evaluations.ts';
import type { LogLine } from '../store/run-log.ts';
import type { GraphqlContext } from './context.ts';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in ISO 8601, UTC, with milliseconds. */
  DateTime: { input: string; output: Date | string; }
  /** A whole number of any size, as a decimal string. */
  BigInt: { input: string; output: string; }
  /** An exact decimal number as a string; money is in US dollars. */
  Decimal: { input: string; output: string; }
};

export type Query = {
  /** One run, or null when there is none with this id. */
  run?: Maybe<Run>;
  /** Runs of the project, newest first. */
  runs: RunConnection;
  /** One model version, or null when there is none with this id. */
  modelVersion?: Maybe<ModelVersion>;
  /** Model versions of the project, newest first. */
  modelVersions: ModelVersionConnection;
  /** Anything by its id; null when the id's kind is unknown. */
  node?: Maybe<Node>;
};


export type QueryRunArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRunsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RunFilter>;
};


export type QueryModelVersionArgs = {
  id: Scalars['ID']['input'];
};


export type QueryModelVersionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};

export type Mutation = {
  /** Checks everything, names all problems at once, and starts a run. */
  createRun: CreateRunPayload;
  /** Stops new model calls; what is in flight is kept. Nothing is lost. */
  pauseRun: RunActionPayload;
  /** Goes on with a paused run. */
  resumeRun: RunActionPayload;
  /** Ends a run for good; what was made is kept. */
  cancelRun: RunActionPayload;
  /** Promotes a model version that awaits approval. */
  approveModelVersion: ModelVersionDecisionPayload;
  /** Rejects a model version that awaits approval; the run goes on from its parent. */
  rejectModelVersion: ModelVersionDecisionPayload;
};


export type MutationCreateRunArgs = {
  input: CreateRunInput;
};


export type MutationPauseRunArgs = {
  input: RunActionInput;
};


export type MutationResumeRunArgs = {
  input: RunActionInput;
};


export type MutationCancelRunArgs = {
  input: RunActionInput;
};


export type MutationApproveModelVersionArgs = {
  input: ModelVersionDecisionInput;
};


export type MutationRejectModelVersionArgs = {
  input: ModelVersionDecisionInput;
};

export type Subscription = {
  /** The run's log: with `after` everything since that cursor, then live, with no gap and no double. Completes when the run has ended. */
  iterationEvents: IterationEvent;
};


export type SubscriptionIterationEventsArgs = {
  runId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Where a connection's page begins and ends. */
export type PageInfo = {
  /** True when more items follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** True when items precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item; null on an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last item, for `after`; null on an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** A thing with an id that `Query.node` can find. */
export type Node = {
  /** Opaque and stable. */
  id: Scalars['ID']['output'];
};

/** What a person can mend in their input. */
export type UserError = {
  /** Stable code to branch on. */
  code: UserErrorCode;
  /** Where in the input, for example ["evaluations", "0", "datasetId"]; empty when it concerns the whole. */
  path: Array<Scalars['String']['output']>;
  /** What was expected, what came, what to do. */
  message: Scalars['String']['output'];
};

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

/** The whole loop: iterations until the plan is done or a reason to stop comes up. */
export type Run = Node & {
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  status: RunStatus;
  /** Why it is in this status, for people; null while there is nothing to say. */
  statusReason?: Maybe<Scalars['String']['output']>;
  config: RunConfig;
  /** SHA-256 over settings, paths, votes, training sets, evaluations and decisions, hex; null until the run has ended. */
  contentHash?: Maybe<Scalars['String']['output']>;
  progress: RunProgress;
  /** In order, from 1; evaluations of the starting model stand at `baseModelVersion.evaluations`. */
  iterations: Array<Iteration>;
  /** The model version that the run began with. */
  baseModelVersion: ModelVersion;
  /** The latest promoted model version; the base before the first promotion. */
  currentModelVersion: ModelVersion;
  /** The last number of its log. */
  lastCursor?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['DateTime']['output'];
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
};

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

/** How far a run is. Every figure comes from the service that knows it. */
export type RunProgress = {
  id: Scalars['ID']['output'];
  /** What is being done: BASELINE (measuring the starting model) or the current iteration's status; null when nothing is. */
  stage?: Maybe<Scalars['String']['output']>;
  /** Number of the current iteration, from 1; 0 while the starting model is measured. */
  iteration: Scalars['Int']['output'];
  iterationsPlanned: Scalars['Int']['output'];
  /** Questions that the current iteration asks. */
  questionsPlanned: Scalars['Int']['output'];
  /** Steps taken by the current fine-tuning job. */
  trainingStep?: Maybe<Scalars['Int']['output']>;
  trainingStepsPlanned?: Maybe<Scalars['Int']['output']>;
  /** Latest training loss, nats per token. */
  loss?: Maybe<Scalars['Float']['output']>;
  /** Evaluations scored / asked for of the model version that is being measured. */
  evaluationsScored: Scalars['Int']['output'];
  evaluationsPlanned: Scalars['Int']['output'];
};

/** Everything that determines a run, as it was accepted. */
export type RunConfig = {
  /** Seed of all draws, 0 – 2147483647. */
  seed: Scalars['Int']['output'];
  iterations: Scalars['Int']['output'];
  endpoint: Endpoint;
  /** Model name at the endpoint that the run starts from. */
  model: Scalars['String']['output'];
  promptSet: PromptSet;
  learning?: Maybe<LearningConfig>;
  sampling: SamplingConfig;
  /** Smallest agreement for consensus, [0, 1]; null for none, as in the paper. */
  minAgreement?: Maybe<Scalars['Float']['output']>;
  /** Null when the run samples, votes and scores only. */
  training?: Maybe<TrainingConfig>;
  evaluations: Array<EvaluationPlan>;
  gate: GateConfig;
  budget?: Maybe<BudgetConfig>;
  /** SHA-256 of the settings without ids and names, hex. */
  hash: Scalars['String']['output'];
};

/** What a run learns from. */
export type LearningConfig = {
  dataset: Dataset;
  /** Fresh questions per iteration. */
  questionsPerIteration: Scalars['Int']['output'];
};

/** Sampling values of the learning paths; every one is sent explicitly. */
export type SamplingConfig = {
  /** Paths per question (m), 1–128. */
  samplesPerQuestion: Scalars['Int']['output'];
  /** 0–2. */
  temperature: Scalars['Float']['output'];
  /** (0, 1]. */
  topP: Scalars['Float']['output'];
  /** Longest completion in tokens. */
  maxTokens: Scalars['Int']['output'];
};

/** How training sets are built and trained on. */
export type TrainingConfig = {
  preset: TrainingPreset;
  epochs: Scalars['Int']['output'];
  batchSize: Scalars['Int']['output'];
  /** Factor on the endpoint's own learning rate. */
  learningRateMultiplier: Scalars['Float']['output'];
};

/** Ready-made rules for training sets. */
export type TrainingPreset =
  /** All kept paths in all four formats; identical direct rows stay, so that they weigh by votes. */
  | 'PAPER'
  /** Four rows per question, one per format, the path of each drawn by seed; gives up the paper's weighting by votes. */
  | 'GENTLE';

/** What is measured on one labelled dataset. */
export type EvaluationPlan = {
  dataset: Dataset;
  use: DatasetUse;
  methods: Array<EvaluationMethod>;
  /** What it is measured with: its own, or the run's. */
  promptSet: PromptSet;
};

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

/** The rule that promotes or rejects a new model version. */
export type GateConfig = {
  /** Largest fall on a GATE dataset that is accepted, in points of accuracy. */
  tolerancePoints: Scalars['Float']['output'];
  approval: Approval;
};

/** Who decides on a new model version. */
export type Approval =
  /** The gate. */
  | 'AUTOMATIC'
  /** A person, with the gate's verdict before their eyes. */
  | 'REQUIRED';

/** What a run may use at the most. */
export type BudgetConfig = {
  maxCostUsd?: Maybe<Scalars['Decimal']['output']>;
  /** Prompt, completion and trained tokens together. */
  maxTokens?: Maybe<Scalars['BigInt']['output']>;
};

/** One pass: sample, vote, train, evaluate, decide. */
export type Iteration = Node & {
  id: Scalars['ID']['output'];
  run: Run;
  /** From 1; 0 is the measuring of the starting model and has no votes. */
  number: Scalars['Int']['output'];
  status: IterationStatus;
  /** Why it is in this status, for people. */
  statusReason?: Maybe<Scalars['String']['output']>;
  trainingSet?: Maybe<TrainingSet>;
  /** The model version that this iteration made; the starting one for number 0. */
  modelVersion?: Maybe<ModelVersion>;
  gate?: Maybe<GateDecision>;
  startedAt: Scalars['DateTime']['output'];
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** The examples that an iteration trains on. */
export type TrainingSet = Node & {
  id: Scalars['ID']['output'];
  /** SHA-256 of its JSONL file, hex. */
  contentHash: Scalars['String']['output'];
  exampleCount: Scalars['Int']['output'];
  countsByFormat: Array<FormatCount>;
  /** Kept paths that were left out, and why. */
  excluded: Array<ExclusionCount>;
  examples: ExampleConnection;
};


/** The examples that an iteration trains on. */
export type TrainingSetExamplesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Examples of one format. */
export type FormatCount = {
  format: Format;
  count: Scalars['Int']['output'];
};

/** Paths left out for one reason. */
export type ExclusionCount = {
  /** For example: ended by length, conflicting answers. */
  reason: Scalars['String']['output'];
  count: Scalars['Int']['output'];
};

/** The paper's four input and output styles. */
export type Format =
  | 'FEW_SHOT_COT'
  | 'FEW_SHOT_DIRECT'
  | 'ZERO_SHOT_COT'
  | 'ZERO_SHOT_DIRECT';

/** One row of a training set. */
export type Example = {
  /** Place in the file, from 0. */
  position: Scalars['Int']['output'];
  format: Format;
  /** The row as it was sent to the trainer, messages in order. */
  messages: Array<ExampleMessage>;
  /** The path it was made from. */
  path: Path;
  /** The question and vote it was made from. */
  runQuestion: RunQuestion;
};

/** One message of a row. */
export type ExampleMessage = {
  role: Scalars['String']['output'];
  content: Scalars['String']['output'];
  /** 0 takes an assistant turn out of the loss. */
  weight?: Maybe<Scalars['Int']['output']>;
};

/** A model that can be sampled by name. */
export type ModelVersion = Node & {
  id: Scalars['ID']['output'];
  /** Name as the endpoint knows it; null until it has been trained. */
  name?: Maybe<Scalars['String']['output']>;
  status: ModelVersionStatus;
  parent?: Maybe<ModelVersion>;
  endpoint: Endpoint;
  trainingSet?: Maybe<TrainingSet>;
  /** The fine-tuning job that made it; null for a starting model. */
  job?: Maybe<TrainingJob>;
  evaluations: Array<Evaluation>;
  createdAt: Scalars['DateTime']['output'];
};

/** States of a model version. */
export type ModelVersionStatus =
  /** A model that was there before. */
  | 'BASE'
  /** Being trained or measured. */
  | 'CANDIDATE'
  | 'PROMOTED'
  | 'REJECTED';

/** A fine-tuning job. */
export type TrainingJob = {
  /** Id at the endpoint; null until it was accepted. */
  id?: Maybe<Scalars['String']['output']>;
  /** Name suffix by which it is found again. */
  suffix: Scalars['String']['output'];
  /** The endpoint's own word. */
  status: Scalars['String']['output'];
  trainedTokens?: Maybe<Scalars['BigInt']['output']>;
  /** Loss by step. */
  lossCurve: Array<LossPoint>;
};

/** Training loss at a step. */
export type LossPoint = {
  step: Scalars['Int']['output'];
  /** Nats per token. */
  loss: Scalars['Float']['output'];
};

/** Accuracy of a model version on a labelled dataset by one method. */
export type Evaluation = Node & {
  id: Scalars['ID']['output'];
  modelVersion: ModelVersion;
  dataset: Dataset;
  use: DatasetUse;
  method: EvaluationMethod;
  /** Right answers / n, [0, 1]. */
  accuracy: Scalars['Float']['output'];
  /** 95 % Wilson interval of the accuracy. */
  interval: Interval;
  n: Scalars['Int']['output'];
  correct: Scalars['Int']['output'];
  /** Questions without a single winner; they count as wrong. */
  ties: Scalars['Int']['output'];
  /** Questions without a readable answer; they count as wrong. */
  unparsable: Scalars['Int']['output'];
  /** Mean agreement; null for methods with one path. */
  meanAgreement?: Maybe<Scalars['Float']['output']>;
  /** Change against the run's starting model, question by question; null for the starting model itself. */
  changeFromBase?: Maybe<PairedChange>;
  /** Change against the version it was trained from. */
  changeFromParent?: Maybe<PairedChange>;
};

/** A 95 % interval. */
export type Interval = {
  lower: Scalars['Float']['output'];
  upper: Scalars['Float']['output'];
};

/** Two evaluations of the same questions, compared as pairs. */
export type PairedChange = {
  /** Difference of the accuracies, in points. */
  points: Scalars['Float']['output'];
  /** 95 % interval of the difference, in points. */
  interval: Interval;
  /** Exact two-sided McNemar test. */
  pValue: Scalars['Float']['output'];
  /** Questions that went from wrong to right. */
  gained: Scalars['Int']['output'];
  /** Questions that went from right to wrong. */
  lost: Scalars['Int']['output'];
  n: Scalars['Int']['output'];
};

/** What was decided on a new model version, and on what evidence. */
export type GateDecision = {
  verdict: GateVerdict;
  /** PROMOTED or REJECTED; null while a person is asked. */
  decision?: Maybe<ModelVersionStatus>;
  decidedBy?: Maybe<DecidedBy>;
  /** For people. */
  reason: Scalars['String']['output'];
  evidence: Array<GateEvidence>;
  decidedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Who decided. */
export type DecidedBy =
  /** The platform's own rule. */
  | 'SELF'
  /** Another model. */
  | 'OTHER_MODEL'
  /** A person. */
  | 'PERSON';

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

/** One rule's evidence. */
export type GateEvidence = {
  /** The rule in words. */
  rule: Scalars['String']['output'];
  dataset: Dataset;
  /** Change in points, with its one-sided 95 % bounds. */
  points: Scalars['Float']['output'];
  lower: Scalars['Float']['output'];
  upper: Scalars['Float']['output'];
  verdict: GateVerdict;
};

/** One line of a run's log. */
export type IterationEvent = {
  /** Opaque; give it as `after` to go on behind this event. */
  cursor: Scalars['String']['output'];
  /** 1, 2, 3 … without a gap. */
  sequence: Scalars['Int']['output'];
  type: IterationEventType;
  /** Iteration it belongs to; 0 for the measuring of the starting model, null for the run as a whole. */
  iteration?: Maybe<Scalars['Int']['output']>;
  at: Scalars['DateTime']['output'];
  /** One line for people. */
  message: Scalars['String']['output'];
  /** The run, with fields of every service. */
  run: Run;
  details?: Maybe<IterationEventDetails>;
};

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

/** What an event is about. */
export type IterationEventDetails = StageDetails | VotingDetails | TrainingSetDetails | TrainingDetails | ModelVersionDetails | EvaluationDetails | GateDetails | RunEndDetails;

/** A change of stage. */
export type StageDetails = {
  from?: Maybe<IterationStatus>;
  to: IterationStatus;
};

/** Votes so far. */
export type VotingDetails = {
  questionsVoted: Scalars['Int']['output'];
  questionsPlanned: Scalars['Int']['output'];
  consensus: Scalars['Int']['output'];
  /** Mean agreement so far, [0, 1]. */
  meanAgreement: Scalars['Float']['output'];
};

/** A training set that was built. */
export type TrainingSetDetails = {
  trainingSet: TrainingSet;
};

/** A step of a fine-tuning job. */
export type TrainingDetails = {
  step: Scalars['Int']['output'];
  stepsPlanned: Scalars['Int']['output'];
  /** Nats per token. */
  loss: Scalars['Float']['output'];
};

/** A model version that was trained. */
export type ModelVersionDetails = {
  modelVersion: ModelVersion;
};

/** An evaluation that was scored. */
export type EvaluationDetails = {
  evaluation: Evaluation;
};

/** A decision on a model version. */
export type GateDetails = {
  modelVersion: ModelVersion;
  gate: GateDecision;
};

/** How a run ended. */
export type RunEndDetails = {
  status: RunStatus;
  reason: Scalars['String']['output'];
  contentHash?: Maybe<Scalars['String']['output']>;
};

export type Dataset = Node & {
  id: Scalars['ID']['output'];
};

export type PromptSet = Node & {
  id: Scalars['ID']['output'];
};

export type Endpoint = Node & {
  id: Scalars['ID']['output'];
};

export type Path = Node & {
  id: Scalars['ID']['output'];
};

export type RunQuestion = Node & {
  id: Scalars['ID']['output'];
};

export type Question = Node & {
  id: Scalars['ID']['output'];
};

export type Vote = Node & {
  id: Scalars['ID']['output'];
};

/** Which runs to list; all conditions must hold. */
export type RunFilter = {
  status?: InputMaybe<Array<RunStatus>>;
  /** Part of the name, letters' case ignored. */
  nameContains?: InputMaybe<Scalars['String']['input']>;
};

export type CreateRunInput = {
  /** 1–200 characters; default: run and the date. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** 0 – 2147483647; left out: drawn, and shown in the config. */
  seed?: InputMaybe<Scalars['Int']['input']>;
  /** 1–20; default 1. */
  iterations?: InputMaybe<Scalars['Int']['input']>;
  /** The endpoint to start from; with `model`. Leave out when `modelVersionId` is given. */
  endpointId?: InputMaybe<Scalars['ID']['input']>;
  /** Model name at the endpoint. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** A model version to start from, instead of `endpointId` and `model`. */
  modelVersionId?: InputMaybe<Scalars['ID']['input']>;
  promptSetId: Scalars['ID']['input'];
  /** What to learn from; left out, the run only measures. */
  learning?: InputMaybe<LearningInput>;
  sampling?: InputMaybe<SamplingInput>;
  /** Smallest agreement for consensus, [0, 1]; default none, as in the paper. */
  minAgreement?: InputMaybe<Scalars['Float']['input']>;
  /** Left out or null: the run samples, votes and scores only. */
  training?: InputMaybe<TrainingInput>;
  /** Labelled datasets, each with one use; at most 16. */
  evaluations?: InputMaybe<Array<EvaluationPlanInput>>;
  gate?: InputMaybe<GateInput>;
  budget?: InputMaybe<BudgetInput>;
  /** The same key with the same body gives the same run; 1–200 characters, kept 7 days. */
  idempotencyKey: Scalars['String']['input'];
};

export type LearningInput = {
  /** A sealed, unlabelled dataset. */
  datasetId: Scalars['ID']['input'];
  /** Fresh questions per iteration, 1–1,000,000; default: all questions / iterations. */
  questionsPerIteration?: InputMaybe<Scalars['Int']['input']>;
};

export type SamplingInput = {
  /** 1–128; default 32, as in the paper. */
  samplesPerQuestion?: InputMaybe<Scalars['Int']['input']>;
  /** 0–2; default 0.7, as in the paper. */
  temperature?: InputMaybe<Scalars['Float']['input']>;
  /** (0, 1]; default 1. */
  topP?: InputMaybe<Scalars['Float']['input']>;
  /** 1–32,768; default 256, as in the paper. */
  maxTokens?: InputMaybe<Scalars['Int']['input']>;
};

export type TrainingInput = {
  /** Default PAPER. */
  preset?: InputMaybe<TrainingPreset>;
  /** 1–50; default 1. */
  epochs?: InputMaybe<Scalars['Int']['input']>;
  /** 1–256; default 32, as in the paper. */
  batchSize?: InputMaybe<Scalars['Int']['input']>;
  /** (0, 100]; default 1. */
  learningRateMultiplier?: InputMaybe<Scalars['Float']['input']>;
};

export type EvaluationPlanInput = {
  /** A sealed, labelled dataset. */
  datasetId: Scalars['ID']['input'];
  use: DatasetUse;
  /** Default: COT for GATE, all three otherwise. */
  methods?: InputMaybe<Array<EvaluationMethod>>;
  /** Prompt set to measure with; default: the run's. Training always has the run's. */
  promptSetId?: InputMaybe<Scalars['ID']['input']>;
};

export type GateInput = {
  /** 0–100; default 5. */
  tolerancePoints?: InputMaybe<Scalars['Float']['input']>;
  /** Default AUTOMATIC. */
  approval?: InputMaybe<Approval>;
};

export type BudgetInput = {
  /** Above 0. */
  maxCostUsd?: InputMaybe<Scalars['Decimal']['input']>;
  /** Above 0. */
  maxTokens?: InputMaybe<Scalars['BigInt']['input']>;
};

export type CreateRunPayload = {
  run?: Maybe<Run>;
  errors: Array<UserError>;
};

export type RunActionInput = {
  runId: Scalars['ID']['input'];
  /** For the log; at most 1,000 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

export type RunActionPayload = {
  run?: Maybe<Run>;
  errors: Array<UserError>;
};

export type ModelVersionDecisionInput = {
  modelVersionId: Scalars['ID']['input'];
  /** For the log; at most 1,000 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

export type ModelVersionDecisionPayload = {
  modelVersion?: Maybe<ModelVersion>;
  errors: Array<UserError>;
};

export type RunConnection = {
  edges: Array<RunEdge>;
  nodes: Array<Run>;
  pageInfo: PageInfo;
};

export type RunEdge = {
  cursor: Scalars['String']['output'];
  node: Run;
};

export type ModelVersionConnection = {
  edges: Array<ModelVersionEdge>;
  nodes: Array<ModelVersion>;
  pageInfo: PageInfo;
};

export type ModelVersionEdge = {
  cursor: Scalars['String']['output'];
  node: ModelVersion;
};

export type ExampleConnection = {
  edges: Array<ExampleEdge>;
  nodes: Array<Example>;
  pageInfo: PageInfo;
};

export type ExampleEdge = {
  cursor: Scalars['String']['output'];
  node: Example;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Run: Run;
  RunProgress: RunProgress;
  Iteration: Iteration;
  TrainingSet: TrainingSet;
  ModelVersion: ModelVersion;
  Evaluation: Evaluation;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Run:
    ( { __typename: 'Run' }
    & GraphQLRecursivePick<FederationTypes['Run'], {"id":true}> );
  RunProgress:
    ( { __typename: 'RunProgress' }
    & GraphQLRecursivePick<FederationTypes['RunProgress'], {"id":true}> );
  Iteration:
    ( { __typename: 'Iteration' }
    & GraphQLRecursivePick<FederationTypes['Iteration'], {"id":true}> );
  TrainingSet:
    ( { __typename: 'TrainingSet' }
    & GraphQLRecursivePick<FederationTypes['TrainingSet'], {"id":true}> );
  ModelVersion:
    ( { __typename: 'ModelVersion' }
    & GraphQLRecursivePick<FederationTypes['ModelVersion'], {"id":true}> );
  Evaluation:
    ( { __typename: 'Evaluation' }
    & GraphQLRecursivePick<FederationTypes['Evaluation'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  IterationEventDetails:
    | ( StageDetailsParent )
    | ( VotingDetailsParent )
    | ( TrainingSetDetailsParent )
    | ( TrainingDetailsParent )
    | ( ModelVersionDetailsParent )
    | ( EvaluationDetailsParent )
    | ( GateDetailsParent )
    | ( RunEndDetailsParent )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( RunRow )
    | ( IterationRow )
    | ( TrainingSetRow )
    | ( ModelVersionParent )
    | ( EvaluationRow )
    | ( Dataset )
    | ( PromptSet )
    | ( Endpoint )
    | ( Path )
    | ( RunQuestion )
    | ( Question )
    | ( Vote )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  Run: ResolverTypeWrapper<RunRow>;
  RunStatus: RunStatus;
  IterationStatus: IterationStatus;
  RunProgress: ResolverTypeWrapper<RunRow>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  RunConfig: ResolverTypeWrapper<RunRow>;
  LearningConfig: ResolverTypeWrapper<LearningParent>;
  SamplingConfig: ResolverTypeWrapper<SamplingConfig>;
  TrainingConfig: ResolverTypeWrapper<TrainingConfig>;
  TrainingPreset: TrainingPreset;
  EvaluationPlan: ResolverTypeWrapper<EvaluationPlanParent>;
  DatasetUse: DatasetUse;
  EvaluationMethod: EvaluationMethod;
  GateConfig: ResolverTypeWrapper<GateConfig>;
  Approval: Approval;
  BudgetConfig: ResolverTypeWrapper<BudgetConfig>;
  Iteration: ResolverTypeWrapper<IterationRow>;
  TrainingSet: ResolverTypeWrapper<TrainingSetRow>;
  FormatCount: ResolverTypeWrapper<FormatCount>;
  ExclusionCount: ResolverTypeWrapper<ExclusionCount>;
  Format: Format;
  Example: ResolverTypeWrapper<StoredExample>;
  ExampleMessage: ResolverTypeWrapper<ExampleMessage>;
  ModelVersion: ResolverTypeWrapper<ModelVersionParent>;
  ModelVersionStatus: ModelVersionStatus;
  TrainingJob: ResolverTypeWrapper<JobRow>;
  LossPoint: ResolverTypeWrapper<LossPoint>;
  Evaluation: ResolverTypeWrapper<EvaluationRow>;
  Interval: ResolverTypeWrapper<Interval>;
  PairedChange: ResolverTypeWrapper<PairedChange>;
  GateDecision: ResolverTypeWrapper<StoredGate>;
  DecidedBy: DecidedBy;
  GateVerdict: GateVerdict;
  GateEvidence: ResolverTypeWrapper<GateEvidenceParent>;
  IterationEvent: ResolverTypeWrapper<LogLine>;
  IterationEventType: IterationEventType;
  IterationEventDetails: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['IterationEventDetails']>;
  StageDetails: ResolverTypeWrapper<StageDetailsParent>;
  VotingDetails: ResolverTypeWrapper<VotingDetailsParent>;
  TrainingSetDetails: ResolverTypeWrapper<TrainingSetDetailsParent>;
  TrainingDetails: ResolverTypeWrapper<TrainingDetailsParent>;
  ModelVersionDetails: ResolverTypeWrapper<ModelVersionDetailsParent>;
  EvaluationDetails: ResolverTypeWrapper<EvaluationDetailsParent>;
  GateDetails: ResolverTypeWrapper<GateDetailsParent>;
  RunEndDetails: ResolverTypeWrapper<RunEndDetailsParent>;
  Dataset: ResolverTypeWrapper<Dataset>;
  PromptSet: ResolverTypeWrapper<PromptSet>;
  Endpoint: ResolverTypeWrapper<Endpoint>;
  Path: ResolverTypeWrapper<Path>;
  RunQuestion: ResolverTypeWrapper<RunQuestion>;
  Question: ResolverTypeWrapper<Question>;
  Vote: ResolverTypeWrapper<Vote>;
  RunFilter: RunFilter;
  CreateRunInput: CreateRunInput;
  LearningInput: LearningInput;
  SamplingInput: SamplingInput;
  TrainingInput: TrainingInput;
  EvaluationPlanInput: EvaluationPlanInput;
  GateInput: GateInput;
  BudgetInput: BudgetInput;
  CreateRunPayload: ResolverTypeWrapper<Omit<CreateRunPayload, 'run'> & { run?: Maybe<ResolversTypes['Run']> }>;
  RunActionInput: RunActionInput;
  RunActionPayload: ResolverTypeWrapper<Omit<RunActionPayload, 'run'> & { run?: Maybe<ResolversTypes['Run']> }>;
  ModelVersionDecisionInput: ModelVersionDecisionInput;
  ModelVersionDecisionPayload: ResolverTypeWrapper<Omit<ModelVersionDecisionPayload, 'modelVersion'> & { modelVersion?: Maybe<ResolversTypes['ModelVersion']> }>;
  RunConnection: ResolverTypeWrapper<Omit<RunConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['RunEdge']>, nodes: Array<ResolversTypes['Run']> }>;
  RunEdge: ResolverTypeWrapper<Omit<RunEdge, 'node'> & { node: ResolversTypes['Run'] }>;
  ModelVersionConnection: ResolverTypeWrapper<Omit<ModelVersionConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['ModelVersionEdge']>, nodes: Array<ResolversTypes['ModelVersion']> }>;
  ModelVersionEdge: ResolverTypeWrapper<Omit<ModelVersionEdge, 'node'> & { node: ResolversTypes['ModelVersion'] }>;
  ExampleConnection: ResolverTypeWrapper<Omit<ExampleConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['ExampleEdge']>, nodes: Array<ResolversTypes['Example']> }>;
  ExampleEdge: ResolverTypeWrapper<Omit<ExampleEdge, 'node'> & { node: ResolversTypes['Example'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  BigInt: Scalars['BigInt']['output'];
  Decimal: Scalars['Decimal']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  UserError: UserError;
  Run: RunRow;
  RunProgress: RunRow;
  Float: Scalars['Float']['output'];
  RunConfig: RunRow;
  LearningConfig: LearningParent;
  SamplingConfig: SamplingConfig;
  TrainingConfig: TrainingConfig;
  EvaluationPlan: EvaluationPlanParent;
  GateConfig: GateConfig;
  BudgetConfig: BudgetConfig;
  Iteration: IterationRow;
  TrainingSet: TrainingSetRow;
  FormatCount: FormatCount;
  ExclusionCount: ExclusionCount;
  Example: StoredExample;
  ExampleMessage: ExampleMessage;
  ModelVersion: ModelVersionParent;
  TrainingJob: JobRow;
  LossPoint: LossPoint;
  Evaluation: EvaluationRow;
  Interval: Interval;
  PairedChange: PairedChange;
  GateDecision: StoredGate;
  GateEvidence: GateEvidenceParent;
  IterationEvent: LogLine;
  IterationEventDetails: ResolversUnionTypes<ResolversParentTypes>['IterationEventDetails'];
  StageDetails: StageDetailsParent;
  VotingDetails: VotingDetailsParent;
  TrainingSetDetails: TrainingSetDetailsParent;
  TrainingDetails: TrainingDetailsParent;
  ModelVersionDetails: ModelVersionDetailsParent;
  EvaluationDetails: EvaluationDetailsParent;
  GateDetails: GateDetailsParent;
  RunEndDetails: RunEndDetailsParent;
  Dataset: Dataset;
  PromptSet: PromptSet;
  Endpoint: Endpoint;
  Path: Path;
  RunQuestion: RunQuestion;
  Question: Question;
  Vote: Vote;
  RunFilter: RunFilter;
  CreateRunInput: CreateRunInput;
  LearningInput: LearningInput;
  SamplingInput: SamplingInput;
  TrainingInput: TrainingInput;
  EvaluationPlanInput: EvaluationPlanInput;
  GateInput: GateInput;
  BudgetInput: BudgetInput;
  CreateRunPayload: Omit<CreateRunPayload, 'run'> & { run?: Maybe<ResolversParentTypes['Run']> };
  RunActionInput: RunActionInput;
  RunActionPayload: Omit<RunActionPayload, 'run'> & { run?: Maybe<ResolversParentTypes['Run']> };
  ModelVersionDecisionInput: ModelVersionDecisionInput;
  ModelVersionDecisionPayload: Omit<ModelVersionDecisionPayload, 'modelVersion'> & { modelVersion?: Maybe<ResolversParentTypes['ModelVersion']> };
  RunConnection: Omit<RunConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['RunEdge']>, nodes: Array<ResolversParentTypes['Run']> };
  RunEdge: Omit<RunEdge, 'node'> & { node: ResolversParentTypes['Run'] };
  ModelVersionConnection: Omit<ModelVersionConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ModelVersionEdge']>, nodes: Array<ResolversParentTypes['ModelVersion']> };
  ModelVersionEdge: Omit<ModelVersionEdge, 'node'> & { node: ResolversParentTypes['ModelVersion'] };
  ExampleConnection: Omit<ExampleConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ExampleEdge']>, nodes: Array<ResolversParentTypes['Example']> };
  ExampleEdge: Omit<ExampleEdge, 'node'> & { node: ResolversParentTypes['Example'] };
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
};

export type ShareableDirectiveArgs = { };

export type ShareableDirectiveResolver<Result, Parent, ContextType = GraphqlContext, Args = ShareableDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type LinkDirectiveArgs = {
  url: Scalars['String']['input'];
  import?: Maybe<Array<Maybe<Scalars['String']['input']>>>;
};

export type LinkDirectiveResolver<Result, Parent, ContextType = GraphqlContext, Args = LinkDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface BigIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigInt'], any> {
  name: 'BigInt';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type QueryResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<QueryRunArgs, 'id'>>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<QueryRunsArgs, 'first'>>;
  modelVersion?: Resolver<Maybe<ResolversTypes['ModelVersion']>, ParentType, ContextType, RequireFields<QueryModelVersionArgs, 'id'>>;
  modelVersions?: Resolver<ResolversTypes['ModelVersionConnection'], ParentType, ContextType, RequireFields<QueryModelVersionsArgs, 'first'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
};

export type MutationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createRun?: Resolver<ResolversTypes['CreateRunPayload'], ParentType, ContextType, RequireFields<MutationCreateRunArgs, 'input'>>;
  pauseRun?: Resolver<ResolversTypes['RunActionPayload'], ParentType, ContextType, RequireFields<MutationPauseRunArgs, 'input'>>;
  resumeRun?: Resolver<ResolversTypes['RunActionPayload'], ParentType, ContextType, RequireFields<MutationResumeRunArgs, 'input'>>;
  cancelRun?: Resolver<ResolversTypes['RunActionPayload'], ParentType, ContextType, RequireFields<MutationCancelRunArgs, 'input'>>;
  approveModelVersion?: Resolver<ResolversTypes['ModelVersionDecisionPayload'], ParentType, ContextType, RequireFields<MutationApproveModelVersionArgs, 'input'>>;
  rejectModelVersion?: Resolver<ResolversTypes['ModelVersionDecisionPayload'], ParentType, ContextType, RequireFields<MutationRejectModelVersionArgs, 'input'>>;
};

export type SubscriptionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  iterationEvents?: SubscriptionResolver<ResolversTypes['IterationEvent'], "iterationEvents", ParentType, ContextType, RequireFields<SubscriptionIterationEventsArgs, 'runId'>>;
};

export type PageInfoResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type NodeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Run' | 'Iteration' | 'TrainingSet' | 'ModelVersion' | 'Evaluation' | 'Dataset' | 'PromptSet' | 'Endpoint' | 'Path' | 'RunQuestion' | 'Question' | 'Vote', ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run'], FederationReferenceType extends FederationReferenceTypes['Run'] = FederationReferenceTypes['Run']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Run']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  config?: Resolver<ResolversTypes['RunConfig'], ParentType, ContextType>;
  contentHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['RunProgress'], ParentType, ContextType>;
  iterations?: Resolver<Array<ResolversTypes['Iteration']>, ParentType, ContextType>;
  baseModelVersion?: Resolver<ResolversTypes['ModelVersion'], ParentType, ContextType>;
  currentModelVersion?: Resolver<ResolversTypes['ModelVersion'], ParentType, ContextType>;
  lastCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunProgressResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunProgress'] = ResolversParentTypes['RunProgress'], FederationReferenceType extends FederationReferenceTypes['RunProgress'] = FederationReferenceTypes['RunProgress']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RunProgress']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  stage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  iteration?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  iterationsPlanned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questionsPlanned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  trainingStep?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  trainingStepsPlanned?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  loss?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  evaluationsScored?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  evaluationsPlanned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunConfigResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunConfig'] = ResolversParentTypes['RunConfig']> = {
  seed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  iterations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  endpoint?: Resolver<ResolversTypes['Endpoint'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  promptSet?: Resolver<ResolversTypes['PromptSet'], ParentType, ContextType>;
  learning?: Resolver<Maybe<ResolversTypes['LearningConfig']>, ParentType, ContextType>;
  sampling?: Resolver<ResolversTypes['SamplingConfig'], ParentType, ContextType>;
  minAgreement?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  training?: Resolver<Maybe<ResolversTypes['TrainingConfig']>, ParentType, ContextType>;
  evaluations?: Resolver<Array<ResolversTypes['EvaluationPlan']>, ParentType, ContextType>;
  gate?: Resolver<ResolversTypes['GateConfig'], ParentType, ContextType>;
  budget?: Resolver<Maybe<ResolversTypes['BudgetConfig']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LearningConfigResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['LearningConfig'] = ResolversParentTypes['LearningConfig']> = {
  dataset?: Resolver<ResolversTypes['Dataset'], ParentType, ContextType>;
  questionsPerIteration?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SamplingConfigResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['SamplingConfig'] = ResolversParentTypes['SamplingConfig']> = {
  samplesPerQuestion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  temperature?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  topP?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  maxTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TrainingConfigResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TrainingConfig'] = ResolversParentTypes['TrainingConfig']> = {
  preset?: Resolver<ResolversTypes['TrainingPreset'], ParentType, ContextType>;
  epochs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  batchSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  learningRateMultiplier?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type EvaluationPlanResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EvaluationPlan'] = ResolversParentTypes['EvaluationPlan']> = {
  dataset?: Resolver<ResolversTypes['Dataset'], ParentType, ContextType>;
  use?: Resolver<ResolversTypes['DatasetUse'], ParentType, ContextType>;
  methods?: Resolver<Array<ResolversTypes['EvaluationMethod']>, ParentType, ContextType>;
  promptSet?: Resolver<ResolversTypes['PromptSet'], ParentType, ContextType>;
};

export type GateConfigResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['GateConfig'] = ResolversParentTypes['GateConfig']> = {
  tolerancePoints?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  approval?: Resolver<ResolversTypes['Approval'], ParentType, ContextType>;
};

export type BudgetConfigResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['BudgetConfig'] = ResolversParentTypes['BudgetConfig']> = {
  maxCostUsd?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  maxTokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type IterationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Iteration'] = ResolversParentTypes['Iteration'], FederationReferenceType extends FederationReferenceTypes['Iteration'] = FederationReferenceTypes['Iteration']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Iteration']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['IterationStatus'], ParentType, ContextType>;
  statusReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  trainingSet?: Resolver<Maybe<ResolversTypes['TrainingSet']>, ParentType, ContextType>;
  modelVersion?: Resolver<Maybe<ResolversTypes['ModelVersion']>, ParentType, ContextType>;
  gate?: Resolver<Maybe<ResolversTypes['GateDecision']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TrainingSetResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TrainingSet'] = ResolversParentTypes['TrainingSet'], FederationReferenceType extends FederationReferenceTypes['TrainingSet'] = FederationReferenceTypes['TrainingSet']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['TrainingSet']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  contentHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  exampleCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  countsByFormat?: Resolver<Array<ResolversTypes['FormatCount']>, ParentType, ContextType>;
  excluded?: Resolver<Array<ResolversTypes['ExclusionCount']>, ParentType, ContextType>;
  examples?: Resolver<ResolversTypes['ExampleConnection'], ParentType, ContextType, RequireFields<TrainingSetExamplesArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FormatCountResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['FormatCount'] = ResolversParentTypes['FormatCount']> = {
  format?: Resolver<ResolversTypes['Format'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ExclusionCountResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ExclusionCount'] = ResolversParentTypes['ExclusionCount']> = {
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ExampleResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Example'] = ResolversParentTypes['Example']> = {
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['Format'], ParentType, ContextType>;
  messages?: Resolver<Array<ResolversTypes['ExampleMessage']>, ParentType, ContextType>;
  path?: Resolver<ResolversTypes['Path'], ParentType, ContextType>;
  runQuestion?: Resolver<ResolversTypes['RunQuestion'], ParentType, ContextType>;
};

export type ExampleMessageResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ExampleMessage'] = ResolversParentTypes['ExampleMessage']> = {
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weight?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ModelVersionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ModelVersion'] = ResolversParentTypes['ModelVersion'], FederationReferenceType extends FederationReferenceTypes['ModelVersion'] = FederationReferenceTypes['ModelVersion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ModelVersion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ModelVersionStatus'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['ModelVersion']>, ParentType, ContextType>;
  endpoint?: Resolver<ResolversTypes['Endpoint'], ParentType, ContextType>;
  trainingSet?: Resolver<Maybe<ResolversTypes['TrainingSet']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['TrainingJob']>, ParentType, ContextType>;
  evaluations?: Resolver<Array<ResolversTypes['Evaluation']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TrainingJobResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TrainingJob'] = ResolversParentTypes['TrainingJob']> = {
  id?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  suffix?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trainedTokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  lossCurve?: Resolver<Array<ResolversTypes['LossPoint']>, ParentType, ContextType>;
};

export type LossPointResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['LossPoint'] = ResolversParentTypes['LossPoint']> = {
  step?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  loss?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type EvaluationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Evaluation'] = ResolversParentTypes['Evaluation'], FederationReferenceType extends FederationReferenceTypes['Evaluation'] = FederationReferenceTypes['Evaluation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Evaluation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  modelVersion?: Resolver<ResolversTypes['ModelVersion'], ParentType, ContextType>;
  dataset?: Resolver<ResolversTypes['Dataset'], ParentType, ContextType>;
  use?: Resolver<ResolversTypes['DatasetUse'], ParentType, ContextType>;
  method?: Resolver<ResolversTypes['EvaluationMethod'], ParentType, ContextType>;
  accuracy?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  correct?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ties?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unparsable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanAgreement?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  changeFromBase?: Resolver<Maybe<ResolversTypes['PairedChange']>, ParentType, ContextType>;
  changeFromParent?: Resolver<Maybe<ResolversTypes['PairedChange']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IntervalResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Interval'] = ResolversParentTypes['Interval']> = {
  lower?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  upper?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type PairedChangeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PairedChange'] = ResolversParentTypes['PairedChange']> = {
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['Interval'], ParentType, ContextType>;
  pValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  gained?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lost?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GateDecisionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['GateDecision'] = ResolversParentTypes['GateDecision']> = {
  verdict?: Resolver<ResolversTypes['GateVerdict'], ParentType, ContextType>;
  decision?: Resolver<Maybe<ResolversTypes['ModelVersionStatus']>, ParentType, ContextType>;
  decidedBy?: Resolver<Maybe<ResolversTypes['DecidedBy']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  evidence?: Resolver<Array<ResolversTypes['GateEvidence']>, ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type GateEvidenceResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['GateEvidence'] = ResolversParentTypes['GateEvidence']> = {
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dataset?: Resolver<ResolversTypes['Dataset'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  lower?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  upper?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['GateVerdict'], ParentType, ContextType>;
};

export type IterationEventResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['IterationEvent'] = ResolversParentTypes['IterationEvent']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['IterationEventType'], ParentType, ContextType>;
  iteration?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  details?: Resolver<Maybe<ResolversTypes['IterationEventDetails']>, ParentType, ContextType>;
};

export type IterationEventDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['IterationEventDetails'] = ResolversParentTypes['IterationEventDetails']> = {
  __resolveType: TypeResolveFn<'StageDetails' | 'VotingDetails' | 'TrainingSetDetails' | 'TrainingDetails' | 'ModelVersionDetails' | 'EvaluationDetails' | 'GateDetails' | 'RunEndDetails', ParentType, ContextType>;
};

export type StageDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['StageDetails'] = ResolversParentTypes['StageDetails']> = {
  from?: Resolver<Maybe<ResolversTypes['IterationStatus']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['IterationStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VotingDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['VotingDetails'] = ResolversParentTypes['VotingDetails']> = {
  questionsVoted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  questionsPlanned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  consensus?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanAgreement?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TrainingSetDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TrainingSetDetails'] = ResolversParentTypes['TrainingSetDetails']> = {
  trainingSet?: Resolver<ResolversTypes['TrainingSet'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TrainingDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['TrainingDetails'] = ResolversParentTypes['TrainingDetails']> = {
  step?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stepsPlanned?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  loss?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ModelVersionDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ModelVersionDetails'] = ResolversParentTypes['ModelVersionDetails']> = {
  modelVersion?: Resolver<ResolversTypes['ModelVersion'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EvaluationDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EvaluationDetails'] = ResolversParentTypes['EvaluationDetails']> = {
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GateDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['GateDetails'] = ResolversParentTypes['GateDetails']> = {
  modelVersion?: Resolver<ResolversTypes['ModelVersion'], ParentType, ContextType>;
  gate?: Resolver<ResolversTypes['GateDecision'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunEndDetailsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunEndDetails'] = ResolversParentTypes['RunEndDetails']> = {
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  contentHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DatasetResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Dataset'] = ResolversParentTypes['Dataset']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PromptSetResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PromptSet'] = ResolversParentTypes['PromptSet']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EndpointResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Endpoint'] = ResolversParentTypes['Endpoint']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PathResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Path'] = ResolversParentTypes['Path']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunQuestionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunQuestion'] = ResolversParentTypes['RunQuestion']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QuestionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Question'] = ResolversParentTypes['Question']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VoteResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Vote'] = ResolversParentTypes['Vote']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateRunPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['CreateRunPayload'] = ResolversParentTypes['CreateRunPayload']> = {
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RunActionPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunActionPayload'] = ResolversParentTypes['RunActionPayload']> = {
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ModelVersionDecisionPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ModelVersionDecisionPayload'] = ResolversParentTypes['ModelVersionDecisionPayload']> = {
  modelVersion?: Resolver<Maybe<ResolversTypes['ModelVersion']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RunConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunConnection'] = ResolversParentTypes['RunConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Run']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RunEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunEdge'] = ResolversParentTypes['RunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type ModelVersionConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ModelVersionConnection'] = ResolversParentTypes['ModelVersionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ModelVersionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['ModelVersion']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ModelVersionEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ModelVersionEdge'] = ResolversParentTypes['ModelVersionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ModelVersion'], ParentType, ContextType>;
};

export type ExampleConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ExampleConnection'] = ResolversParentTypes['ExampleConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ExampleEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Example']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ExampleEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ExampleEdge'] = ResolversParentTypes['ExampleEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Example'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphqlContext> = {
  DateTime?: GraphQLScalarType;
  BigInt?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunProgress?: RunProgressResolvers<ContextType>;
  RunConfig?: RunConfigResolvers<ContextType>;
  LearningConfig?: LearningConfigResolvers<ContextType>;
  SamplingConfig?: SamplingConfigResolvers<ContextType>;
  TrainingConfig?: TrainingConfigResolvers<ContextType>;
  EvaluationPlan?: EvaluationPlanResolvers<ContextType>;
  GateConfig?: GateConfigResolvers<ContextType>;
  BudgetConfig?: BudgetConfigResolvers<ContextType>;
  Iteration?: IterationResolvers<ContextType>;
  TrainingSet?: TrainingSetResolvers<ContextType>;
  FormatCount?: FormatCountResolvers<ContextType>;
  ExclusionCount?: ExclusionCountResolvers<ContextType>;
  Example?: ExampleResolvers<ContextType>;
  ExampleMessage?: ExampleMessageResolvers<ContextType>;
  ModelVersion?: ModelVersionResolvers<ContextType>;
  TrainingJob?: TrainingJobResolvers<ContextType>;
  LossPoint?: LossPointResolvers<ContextType>;
  Evaluation?: EvaluationResolvers<ContextType>;
  Interval?: IntervalResolvers<ContextType>;
  PairedChange?: PairedChangeResolvers<ContextType>;
  GateDecision?: GateDecisionResolvers<ContextType>;
  GateEvidence?: GateEvidenceResolvers<ContextType>;
  IterationEvent?: IterationEventResolvers<ContextType>;
  IterationEventDetails?: IterationEventDetailsResolvers<ContextType>;
  StageDetails?: StageDetailsResolvers<ContextType>;
  VotingDetails?: VotingDetailsResolvers<ContextType>;
  TrainingSetDetails?: TrainingSetDetailsResolvers<ContextType>;
  TrainingDetails?: TrainingDetailsResolvers<ContextType>;
  ModelVersionDetails?: ModelVersionDetailsResolvers<ContextType>;
  EvaluationDetails?: EvaluationDetailsResolvers<ContextType>;
  GateDetails?: GateDetailsResolvers<ContextType>;
  RunEndDetails?: RunEndDetailsResolvers<ContextType>;
  Dataset?: DatasetResolvers<ContextType>;
  PromptSet?: PromptSetResolvers<ContextType>;
  Endpoint?: EndpointResolvers<ContextType>;
  Path?: PathResolvers<ContextType>;
  RunQuestion?: RunQuestionResolvers<ContextType>;
  Question?: QuestionResolvers<ContextType>;
  Vote?: VoteResolvers<ContextType>;
  CreateRunPayload?: CreateRunPayloadResolvers<ContextType>;
  RunActionPayload?: RunActionPayloadResolvers<ContextType>;
  ModelVersionDecisionPayload?: ModelVersionDecisionPayloadResolvers<ContextType>;
  RunConnection?: RunConnectionResolvers<ContextType>;
  RunEdge?: RunEdgeResolvers<ContextType>;
  ModelVersionConnection?: ModelVersionConnectionResolvers<ContextType>;
  ModelVersionEdge?: ModelVersionEdgeResolvers<ContextType>;
  ExampleConnection?: ExampleConnectionResolvers<ContextType>;
  ExampleEdge?: ExampleEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = GraphqlContext> = {
  shareable?: ShareableDirectiveResolver<any, any, ContextType>;
  link?: LinkDirectiveResolver<any, any, ContextType>;
};
