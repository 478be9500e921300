// Made by `npm run generate` from schema/graphql/sampler.graphql. Not to be edited.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { DatasetNode, QuestionNode, PromptSetNode, EndpointNode, PathNode, RunQuestionNode, EntityStub, DatasetPage, QuestionPage, PromptSetPage, EndpointPage, PathPage, RunQuestionPage } from './nodes.ts';
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
  /** One dataset, or null when there is none with this id. */
  dataset?: Maybe<Dataset>;
  /** Datasets of the project, newest first. */
  datasets: DatasetConnection;
  /** One prompt set, or null when there is none with this id. */
  promptSet?: Maybe<PromptSet>;
  /** Prompt sets of the project, newest first. */
  promptSets: PromptSetConnection;
  /** One endpoint at its latest version, or null when there is none with this id. */
  endpoint?: Maybe<Endpoint>;
  /** Endpoints of the project that are not archived, newest first. */
  endpoints: EndpointConnection;
};


export type QueryDatasetArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDatasetsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryPromptSetArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPromptSetsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryEndpointArgs = {
  id: Scalars['ID']['input'];
};


export type QueryEndpointsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  /** Makes an empty, open dataset. A name that exists already gets the next version. */
  createDataset: CreateDatasetPayload;
  /** Adds up to 1,000 questions to an open dataset: all of them or, with errors, none. */
  appendQuestions: AppendQuestionsPayload;
  /** Closes a dataset for good: equal questions are merged, its content hash is fixed, runs may use it. */
  sealDataset: SealDatasetPayload;
  /** Makes an endpoint known to the platform. */
  createEndpoint: CreateEndpointPayload;
  /** Makes a new version of an endpoint. Runs keep the version they began with; limits apply at once. */
  updateEndpoint: UpdateEndpointPayload;
  /** Hides an endpoint from new runs. Runs that use it go on. */
  archiveEndpoint: ArchiveEndpointPayload;
  /** Makes a prompt set: immutable, addressed by its content hash. */
  createPromptSet: CreatePromptSetPayload;
};


export type MutationCreateDatasetArgs = {
  input: CreateDatasetInput;
};


export type MutationAppendQuestionsArgs = {
  input: AppendQuestionsInput;
};


export type MutationSealDatasetArgs = {
  input: SealDatasetInput;
};


export type MutationCreateEndpointArgs = {
  input: CreateEndpointInput;
};


export type MutationUpdateEndpointArgs = {
  input: UpdateEndpointInput;
};


export type MutationArchiveEndpointArgs = {
  input: ArchiveEndpointInput;
};


export type MutationCreatePromptSetArgs = {
  input: CreatePromptSetInput;
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
  /** Where in the input, for example ["questions", "3", "text"]; empty when it concerns the whole. */
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

/** A named, versioned list of questions, immutable once sealed. */
export type Dataset = Node & {
  id: Scalars['ID']['output'];
  /** Name, the same in all its versions. */
  name: Scalars['String']['output'];
  /** 1, 2, 3 … per name. */
  version: Scalars['Int']['output'];
  /** Whether its questions have gold answers. */
  kind: DatasetKind;
  /** OPEN takes questions, SEALED can be used by runs. */
  status: DatasetStatus;
  /** Questions in it; equal ones count once after sealing. */
  questionCount: Scalars['Int']['output'];
  /** Questions that were merged with an equal one at sealing. */
  mergedCount: Scalars['Int']['output'];
  /** SHA-256 over its questions in order, hex; null until sealed. */
  contentHash?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['DateTime']['output'];
  sealedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its questions in order. */
  questions: QuestionConnection;
  /** How many questions it shares, letter by letter after normalising, with each of these datasets. */
  overlaps: Array<DatasetOverlap>;
};


/** A named, versioned list of questions, immutable once sealed. */
export type DatasetQuestionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** A named, versioned list of questions, immutable once sealed. */
export type DatasetOverlapsArgs = {
  with: Array<Scalars['ID']['input']>;
};

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

/** Questions that two datasets share. */
export type DatasetOverlap = {
  /** The other dataset. */
  dataset: Dataset;
  /** Questions that stand in both. */
  sharedQuestions: Scalars['Int']['output'];
  /** Up to five of them, as text. */
  examples: Array<Scalars['String']['output']>;
};

/** A question as it stands in a dataset. */
export type Question = Node & {
  id: Scalars['ID']['output'];
  /** The question's text, without prompt. */
  text: Scalars['String']['output'];
  /** SHA-256 of its normalised text, answer type and choices, hex. */
  hash: Scalars['String']['output'];
  /** What kind of answer is expected; null when unknown, then it is treated as TEXT. */
  answerType: AnswerType;
  /** The choices of a CHOICE question, in order; empty otherwise. */
  choices: Array<Scalars['String']['output']>;
  /** Place in its dataset, from 0. */
  position: Scalars['Int']['output'];
  /** The right answer; null in an unlabelled dataset. */
  goldAnswer?: Maybe<Scalars['String']['output']>;
};

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

/** What is said to a model around a question. Immutable. */
export type PromptSet = Node & {
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** System prompt, or null for none. */
  systemPrompt?: Maybe<Scalars['String']['output']>;
  /** Worked examples, with reasoning. */
  exemplars: Array<Exemplar>;
  /** How a question is written; holds `{question}` once. */
  questionTemplate: Scalars['String']['output'];
  /** What follows the question in the zero-shot chain-of-thought format. */
  stepByStepTrigger: Scalars['String']['output'];
  /** Words after which a path states its answer. */
  answerMarker: Scalars['String']['output'];
  /** Strings that end a completion; at most 4. */
  stop: Array<Scalars['String']['output']>;
  /** SHA-256 of all of the above but the name, hex. */
  contentHash: Scalars['String']['output'];
  createdAt: Scalars['DateTime']['output'];
};

/** A worked example. */
export type Exemplar = {
  question: Scalars['String']['output'];
  /** Reasoning, without the answer sentence. */
  reasoning: Scalars['String']['output'];
  answer: Scalars['String']['output'];
};

/** An OpenAI-compatible base URL with its models, limits and prices. */
export type Endpoint = Node & {
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** 1, 2, 3 …; a run pins the version it began with. */
  version: Scalars['Int']['output'];
  /** Base URL up to and including /v1. */
  baseUrl: Scalars['String']['output'];
  /** Name of the environment variable that holds the key; null where none is needed. */
  keyVariable?: Maybe<Scalars['String']['output']>;
  /** How prompts are sent. */
  protocol: EndpointProtocol;
  models: Array<EndpointModel>;
  limits: EndpointLimits;
  /** What the endpoint can do, as stated by the person who made it known. */
  capabilities: EndpointCapabilities;
  createdAt: Scalars['DateTime']['output'];
  archivedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Which part of the OpenAI protocol carries prompts. */
export type EndpointProtocol =
  /** `/v1/chat/completions`: exemplars become turns. */
  | 'CHAT'
  /** `/v1/completions`: the prompt is one text, as in the paper. */
  | 'COMPLETIONS';

/** A model of an endpoint and what it costs. */
export type EndpointModel = {
  /** Name as the endpoint knows it. */
  name: Scalars['String']['output'];
  /** US dollars per million prompt tokens. */
  promptUsdPerMillionTokens: Scalars['Decimal']['output'];
  /** US dollars per million completion tokens. */
  completionUsdPerMillionTokens: Scalars['Decimal']['output'];
  /** US dollars per million trained tokens. */
  trainingUsdPerMillionTokens: Scalars['Decimal']['output'];
};

/** How much an endpoint may be asked at once. */
export type EndpointLimits = {
  /** Requests in flight, 1–1,024. */
  maxConcurrentRequests: Scalars['Int']['output'];
  /** Paths asked for in one request (`n`), 1–128; 1 where the endpoint takes no `n`. */
  maxChoicesPerRequest: Scalars['Int']['output'];
  /** Longest wait for one answer, in milliseconds, 1,000–3,600,000. */
  requestTimeoutMs: Scalars['Int']['output'];
};

/** What an endpoint can do. */
export type EndpointCapabilities = {
  /** Equal requests with equal seeds give equal texts. */
  seeded: Scalars['Boolean']['output'];
  /** It takes fine-tuning jobs. */
  fineTuning: Scalars['Boolean']['output'];
};

/** Tokens and money of a run: sampling, evaluation and training together. */
export type Spend = {
  /** Prompt tokens as billed. */
  promptTokens: Scalars['BigInt']['output'];
  /** Completion tokens as billed. */
  completionTokens: Scalars['BigInt']['output'];
  /** Tokens trained on. */
  trainedTokens: Scalars['BigInt']['output'];
  /** US dollars, settled. */
  costUsd: Scalars['Decimal']['output'];
  /** US dollars reserved for calls in flight. */
  reservedUsd: Scalars['Decimal']['output'];
  /** Model calls that were paid. */
  calls: Scalars['Int']['output'];
};

export type Run = {
  id: Scalars['ID']['output'];
  /** What the run has cost so far. */
  spend?: Maybe<Spend>;
};

/** How far a run is. Every figure comes from the service that knows it. */
export type RunProgress = {
  id: Scalars['ID']['output'];
  /** Learning paths stored in the current iteration. */
  pathsSampled?: Maybe<Scalars['Int']['output']>;
  /** Learning paths that the current iteration asks for. */
  pathsPlanned?: Maybe<Scalars['Int']['output']>;
  /** Evaluation paths stored in the current iteration. */
  evaluationPathsSampled?: Maybe<Scalars['Int']['output']>;
  /** Evaluation paths asked for so far in the current iteration. */
  evaluationPathsPlanned?: Maybe<Scalars['Int']['output']>;
};

export type Iteration = {
  id: Scalars['ID']['output'];
  /** The questions that this iteration learns from, in the dataset's order. */
  questions?: Maybe<RunQuestionConnection>;
};


export type IterationQuestionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A question inside one sample set: where its paths and its vote meet. */
export type RunQuestion = Node & {
  id: Scalars['ID']['output'];
  question?: Maybe<Question>;
  /** Its sampled paths in index order. */
  paths?: Maybe<PathConnection>;
};


/** A question inside one sample set: where its paths and its vote meet. */
export type RunQuestionPathsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** One sampled completion. */
export type Path = Node & {
  id: Scalars['ID']['output'];
  /** 0, 1, 2 … within its question and sample set. */
  index: Scalars['Int']['output'];
  /** The completion as the model gave it. */
  text: Scalars['String']['output'];
  /** Completion tokens; null when the endpoint did not say. */
  tokens?: Maybe<Scalars['Int']['output']>;
  /** Why it ended. */
  finishReason: FinishReason;
  /** The seed that was sent for it. */
  seed: Scalars['Int']['output'];
  /** Mean log-probability per token at temperature 1; null when not asked for or not given. */
  logprob?: Maybe<Scalars['Float']['output']>;
};

/** Why a completion ended. */
export type FinishReason =
  /** The model ended it, or a stop string did. */
  | 'STOP'
  /** It reached the token limit; such a path is never trained on. */
  | 'LENGTH'
  /** The endpoint withheld the rest; such a path is never trained on. */
  | 'CONTENT_FILTER';

export type DatasetConnection = {
  edges: Array<DatasetEdge>;
  nodes: Array<Dataset>;
  pageInfo: PageInfo;
};

export type DatasetEdge = {
  cursor: Scalars['String']['output'];
  node: Dataset;
};

export type QuestionConnection = {
  edges: Array<QuestionEdge>;
  nodes: Array<Question>;
  pageInfo: PageInfo;
};

export type QuestionEdge = {
  cursor: Scalars['String']['output'];
  node: Question;
};

export type PromptSetConnection = {
  edges: Array<PromptSetEdge>;
  nodes: Array<PromptSet>;
  pageInfo: PageInfo;
};

export type PromptSetEdge = {
  cursor: Scalars['String']['output'];
  node: PromptSet;
};

export type EndpointConnection = {
  edges: Array<EndpointEdge>;
  nodes: Array<Endpoint>;
  pageInfo: PageInfo;
};

export type EndpointEdge = {
  cursor: Scalars['String']['output'];
  node: Endpoint;
};

export type RunQuestionConnection = {
  edges: Array<RunQuestionEdge>;
  nodes: Array<RunQuestion>;
  pageInfo: PageInfo;
};

export type RunQuestionEdge = {
  cursor: Scalars['String']['output'];
  node: RunQuestion;
};

export type PathConnection = {
  edges: Array<PathEdge>;
  nodes: Array<Path>;
  pageInfo: PageInfo;
};

export type PathEdge = {
  cursor: Scalars['String']['output'];
  node: Path;
};

export type CreateDatasetInput = {
  /** 1–200 characters. */
  name: Scalars['String']['input'];
  kind: DatasetKind;
  /** The same key with the same body gives the same dataset; 1–200 characters, kept 7 days. */
  idempotencyKey: Scalars['String']['input'];
};

export type CreateDatasetPayload = {
  dataset?: Maybe<Dataset>;
  errors: Array<UserError>;
};

export type QuestionInput = {
  /** 1–32,768 characters. */
  text: Scalars['String']['input'];
  /** Default TEXT. */
  answerType?: InputMaybe<AnswerType>;
  /** Required for CHOICE: 2–26 choices. */
  choices?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Required in a labelled dataset, refused in an unlabelled one. At most 4,096 characters. */
  goldAnswer?: InputMaybe<Scalars['String']['input']>;
};

export type AppendQuestionsInput = {
  datasetId: Scalars['ID']['input'];
  /** 1–1,000 questions. */
  questions: Array<QuestionInput>;
  /** The same key with the same body adds nothing a second time; 1–200 characters, kept 7 days. */
  idempotencyKey: Scalars['String']['input'];
};

export type AppendQuestionsPayload = {
  dataset?: Maybe<Dataset>;
  /** Questions that were added; 0 with errors. */
  appendedCount: Scalars['Int']['output'];
  errors: Array<UserError>;
};

export type SealDatasetInput = {
  datasetId: Scalars['ID']['input'];
};

export type SealDatasetPayload = {
  dataset?: Maybe<Dataset>;
  errors: Array<UserError>;
};

export type EndpointModelInput = {
  /** Name as the endpoint knows it, 1–200 characters. */
  name: Scalars['String']['input'];
  /** US dollars per million prompt tokens, default 0. */
  promptUsdPerMillionTokens?: InputMaybe<Scalars['Decimal']['input']>;
  /** US dollars per million completion tokens, default 0. */
  completionUsdPerMillionTokens?: InputMaybe<Scalars['Decimal']['input']>;
  /** US dollars per million trained tokens, default 0. */
  trainingUsdPerMillionTokens?: InputMaybe<Scalars['Decimal']['input']>;
};

export type EndpointLimitsInput = {
  /** Requests in flight, 1–1,024; default 8. */
  maxConcurrentRequests?: InputMaybe<Scalars['Int']['input']>;
  /** Paths asked for in one request, 1–128; default 1. */
  maxChoicesPerRequest?: InputMaybe<Scalars['Int']['input']>;
  /** Longest wait for one answer, in milliseconds, 1,000–3,600,000; default 120,000. */
  requestTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
};

export type CreateEndpointInput = {
  /** 1–200 characters, unique in the project. */
  name: Scalars['String']['input'];
  /** http(s) URL up to and including /v1. */
  baseUrl: Scalars['String']['input'];
  /** Must begin with CHORUS_ENDPOINT_KEY_; leave out where no key is needed. Never the key itself. */
  keyVariable?: InputMaybe<Scalars['String']['input']>;
  /** Default CHAT. */
  protocol?: InputMaybe<EndpointProtocol>;
  /** At least one. */
  models: Array<EndpointModelInput>;
  limits?: InputMaybe<EndpointLimitsInput>;
  /** Default true. */
  seeded?: InputMaybe<Scalars['Boolean']['input']>;
  /** Default false. */
  fineTuning?: InputMaybe<Scalars['Boolean']['input']>;
  /** The same key with the same body gives the same endpoint; 1–200 characters, kept 7 days. */
  idempotencyKey: Scalars['String']['input'];
};

export type CreateEndpointPayload = {
  endpoint?: Maybe<Endpoint>;
  errors: Array<UserError>;
};

export type UpdateEndpointInput = {
  endpointId: Scalars['ID']['input'];
  /** Left out: unchanged. */
  baseUrl?: InputMaybe<Scalars['String']['input']>;
  /** Left out: unchanged; null: no key. */
  keyVariable?: InputMaybe<Scalars['String']['input']>;
  /** Left out: unchanged. */
  protocol?: InputMaybe<EndpointProtocol>;
  /** Left out: unchanged; replaces the whole list otherwise. */
  models?: InputMaybe<Array<EndpointModelInput>>;
  /** Left out: unchanged. */
  limits?: InputMaybe<EndpointLimitsInput>;
  /** Left out: unchanged. */
  seeded?: InputMaybe<Scalars['Boolean']['input']>;
  /** Left out: unchanged. */
  fineTuning?: InputMaybe<Scalars['Boolean']['input']>;
};

export type UpdateEndpointPayload = {
  endpoint?: Maybe<Endpoint>;
  errors: Array<UserError>;
};

export type ArchiveEndpointInput = {
  endpointId: Scalars['ID']['input'];
};

export type ArchiveEndpointPayload = {
  endpoint?: Maybe<Endpoint>;
  errors: Array<UserError>;
};

export type ExemplarInput = {
  question: Scalars['String']['input'];
  /** Reasoning, without the answer sentence. */
  reasoning: Scalars['String']['input'];
  answer: Scalars['String']['input'];
};

export type CreatePromptSetInput = {
  /** 1–200 characters. */
  name: Scalars['String']['input'];
  systemPrompt?: InputMaybe<Scalars['String']['input']>;
  /** 0–64 worked examples. */
  exemplars: Array<ExemplarInput>;
  /** Must hold `{question}` once; default `Q: {question}\nA:`. */
  questionTemplate?: InputMaybe<Scalars['String']['input']>;
  /** Default ` Let's think step by step.` */
  stepByStepTrigger?: InputMaybe<Scalars['String']['input']>;
  /** Default `The answer is`. */
  answerMarker?: InputMaybe<Scalars['String']['input']>;
  /** At most 4; default none. */
  stop?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The same key with the same body gives the same prompt set; 1–200 characters, kept 7 days. */
  idempotencyKey: Scalars['String']['input'];
};

export type CreatePromptSetPayload = {
  promptSet?: Maybe<PromptSet>;
  errors: Array<UserError>;
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
  Dataset: Dataset;
  Question: Question;
  PromptSet: PromptSet;
  Endpoint: Endpoint;
  Run: Run;
  RunProgress: RunProgress;
  Iteration: Iteration;
  RunQuestion: RunQuestion;
  Path: Path;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Dataset:
    ( { __typename: 'Dataset' }
    & GraphQLRecursivePick<FederationTypes['Dataset'], {"id":true}> );
  Question:
    ( { __typename: 'Question' }
    & GraphQLRecursivePick<FederationTypes['Question'], {"id":true}> );
  PromptSet:
    ( { __typename: 'PromptSet' }
    & GraphQLRecursivePick<FederationTypes['PromptSet'], {"id":true}> );
  Endpoint:
    ( { __typename: 'Endpoint' }
    & GraphQLRecursivePick<FederationTypes['Endpoint'], {"id":true}> );
  Run:
    ( { __typename: 'Run' }
    & GraphQLRecursivePick<FederationTypes['Run'], {"id":true}> );
  RunProgress:
    ( { __typename: 'RunProgress' }
    & GraphQLRecursivePick<FederationTypes['RunProgress'], {"id":true}> );
  Iteration:
    ( { __typename: 'Iteration' }
    & GraphQLRecursivePick<FederationTypes['Iteration'], {"id":true}> );
  RunQuestion:
    ( { __typename: 'RunQuestion' }
    & GraphQLRecursivePick<FederationTypes['RunQuestion'], {"id":true}> );
  Path:
    ( { __typename: 'Path' }
    & GraphQLRecursivePick<FederationTypes['Path'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( DatasetNode )
    | ( QuestionNode )
    | ( PromptSetNode )
    | ( EndpointNode )
    | ( RunQuestionNode )
    | ( PathNode )
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
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  Dataset: ResolverTypeWrapper<DatasetNode>;
  DatasetKind: DatasetKind;
  DatasetStatus: DatasetStatus;
  DatasetOverlap: ResolverTypeWrapper<Omit<DatasetOverlap, 'dataset'> & { dataset: ResolversTypes['Dataset'] }>;
  Question: ResolverTypeWrapper<QuestionNode>;
  AnswerType: AnswerType;
  PromptSet: ResolverTypeWrapper<PromptSetNode>;
  Exemplar: ResolverTypeWrapper<Exemplar>;
  Endpoint: ResolverTypeWrapper<EndpointNode>;
  EndpointProtocol: EndpointProtocol;
  EndpointModel: ResolverTypeWrapper<EndpointModel>;
  EndpointLimits: ResolverTypeWrapper<EndpointLimits>;
  EndpointCapabilities: ResolverTypeWrapper<EndpointCapabilities>;
  Spend: ResolverTypeWrapper<Spend>;
  Run: ResolverTypeWrapper<EntityStub>;
  RunProgress: ResolverTypeWrapper<EntityStub>;
  Iteration: ResolverTypeWrapper<EntityStub>;
  RunQuestion: ResolverTypeWrapper<RunQuestionNode>;
  Path: ResolverTypeWrapper<PathNode>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  FinishReason: FinishReason;
  DatasetConnection: ResolverTypeWrapper<DatasetPage>;
  DatasetEdge: ResolverTypeWrapper<Omit<DatasetEdge, 'node'> & { node: ResolversTypes['Dataset'] }>;
  QuestionConnection: ResolverTypeWrapper<QuestionPage>;
  QuestionEdge: ResolverTypeWrapper<Omit<QuestionEdge, 'node'> & { node: ResolversTypes['Question'] }>;
  PromptSetConnection: ResolverTypeWrapper<PromptSetPage>;
  PromptSetEdge: ResolverTypeWrapper<Omit<PromptSetEdge, 'node'> & { node: ResolversTypes['PromptSet'] }>;
  EndpointConnection: ResolverTypeWrapper<EndpointPage>;
  EndpointEdge: ResolverTypeWrapper<Omit<EndpointEdge, 'node'> & { node: ResolversTypes['Endpoint'] }>;
  RunQuestionConnection: ResolverTypeWrapper<RunQuestionPage>;
  RunQuestionEdge: ResolverTypeWrapper<Omit<RunQuestionEdge, 'node'> & { node: ResolversTypes['RunQuestion'] }>;
  PathConnection: ResolverTypeWrapper<PathPage>;
  PathEdge: ResolverTypeWrapper<Omit<PathEdge, 'node'> & { node: ResolversTypes['Path'] }>;
  CreateDatasetInput: CreateDatasetInput;
  CreateDatasetPayload: ResolverTypeWrapper<Omit<CreateDatasetPayload, 'dataset'> & { dataset?: Maybe<ResolversTypes['Dataset']> }>;
  QuestionInput: QuestionInput;
  AppendQuestionsInput: AppendQuestionsInput;
  AppendQuestionsPayload: ResolverTypeWrapper<Omit<AppendQuestionsPayload, 'dataset'> & { dataset?: Maybe<ResolversTypes['Dataset']> }>;
  SealDatasetInput: SealDatasetInput;
  SealDatasetPayload: ResolverTypeWrapper<Omit<SealDatasetPayload, 'dataset'> & { dataset?: Maybe<ResolversTypes['Dataset']> }>;
  EndpointModelInput: EndpointModelInput;
  EndpointLimitsInput: EndpointLimitsInput;
  CreateEndpointInput: CreateEndpointInput;
  CreateEndpointPayload: ResolverTypeWrapper<Omit<CreateEndpointPayload, 'endpoint'> & { endpoint?: Maybe<ResolversTypes['Endpoint']> }>;
  UpdateEndpointInput: UpdateEndpointInput;
  UpdateEndpointPayload: ResolverTypeWrapper<Omit<UpdateEndpointPayload, 'endpoint'> & { endpoint?: Maybe<ResolversTypes['Endpoint']> }>;
  ArchiveEndpointInput: ArchiveEndpointInput;
  ArchiveEndpointPayload: ResolverTypeWrapper<Omit<ArchiveEndpointPayload, 'endpoint'> & { endpoint?: Maybe<ResolversTypes['Endpoint']> }>;
  ExemplarInput: ExemplarInput;
  CreatePromptSetInput: CreatePromptSetInput;
  CreatePromptSetPayload: ResolverTypeWrapper<Omit<CreatePromptSetPayload, 'promptSet'> & { promptSet?: Maybe<ResolversTypes['PromptSet']> }>;
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
  PageInfo: PageInfo;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  UserError: UserError;
  Dataset: DatasetNode;
  DatasetOverlap: Omit<DatasetOverlap, 'dataset'> & { dataset: ResolversParentTypes['Dataset'] };
  Question: QuestionNode;
  PromptSet: PromptSetNode;
  Exemplar: Exemplar;
  Endpoint: EndpointNode;
  EndpointModel: EndpointModel;
  EndpointLimits: EndpointLimits;
  EndpointCapabilities: EndpointCapabilities;
  Spend: Spend;
  Run: EntityStub;
  RunProgress: EntityStub;
  Iteration: EntityStub;
  RunQuestion: RunQuestionNode;
  Path: PathNode;
  Float: Scalars['Float']['output'];
  DatasetConnection: DatasetPage;
  DatasetEdge: Omit<DatasetEdge, 'node'> & { node: ResolversParentTypes['Dataset'] };
  QuestionConnection: QuestionPage;
  QuestionEdge: Omit<QuestionEdge, 'node'> & { node: ResolversParentTypes['Question'] };
  PromptSetConnection: PromptSetPage;
  PromptSetEdge: Omit<PromptSetEdge, 'node'> & { node: ResolversParentTypes['PromptSet'] };
  EndpointConnection: EndpointPage;
  EndpointEdge: Omit<EndpointEdge, 'node'> & { node: ResolversParentTypes['Endpoint'] };
  RunQuestionConnection: RunQuestionPage;
  RunQuestionEdge: Omit<RunQuestionEdge, 'node'> & { node: ResolversParentTypes['RunQuestion'] };
  PathConnection: PathPage;
  PathEdge: Omit<PathEdge, 'node'> & { node: ResolversParentTypes['Path'] };
  CreateDatasetInput: CreateDatasetInput;
  CreateDatasetPayload: Omit<CreateDatasetPayload, 'dataset'> & { dataset?: Maybe<ResolversParentTypes['Dataset']> };
  QuestionInput: QuestionInput;
  AppendQuestionsInput: AppendQuestionsInput;
  AppendQuestionsPayload: Omit<AppendQuestionsPayload, 'dataset'> & { dataset?: Maybe<ResolversParentTypes['Dataset']> };
  SealDatasetInput: SealDatasetInput;
  SealDatasetPayload: Omit<SealDatasetPayload, 'dataset'> & { dataset?: Maybe<ResolversParentTypes['Dataset']> };
  EndpointModelInput: EndpointModelInput;
  EndpointLimitsInput: EndpointLimitsInput;
  CreateEndpointInput: CreateEndpointInput;
  CreateEndpointPayload: Omit<CreateEndpointPayload, 'endpoint'> & { endpoint?: Maybe<ResolversParentTypes['Endpoint']> };
  UpdateEndpointInput: UpdateEndpointInput;
  UpdateEndpointPayload: Omit<UpdateEndpointPayload, 'endpoint'> & { endpoint?: Maybe<ResolversParentTypes['Endpoint']> };
  ArchiveEndpointInput: ArchiveEndpointInput;
  ArchiveEndpointPayload: Omit<ArchiveEndpointPayload, 'endpoint'> & { endpoint?: Maybe<ResolversParentTypes['Endpoint']> };
  ExemplarInput: ExemplarInput;
  CreatePromptSetInput: CreatePromptSetInput;
  CreatePromptSetPayload: Omit<CreatePromptSetPayload, 'promptSet'> & { promptSet?: Maybe<ResolversParentTypes['PromptSet']> };
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
  dataset?: Resolver<Maybe<ResolversTypes['Dataset']>, ParentType, ContextType, RequireFields<QueryDatasetArgs, 'id'>>;
  datasets?: Resolver<ResolversTypes['DatasetConnection'], ParentType, ContextType, RequireFields<QueryDatasetsArgs, 'first'>>;
  promptSet?: Resolver<Maybe<ResolversTypes['PromptSet']>, ParentType, ContextType, RequireFields<QueryPromptSetArgs, 'id'>>;
  promptSets?: Resolver<ResolversTypes['PromptSetConnection'], ParentType, ContextType, RequireFields<QueryPromptSetsArgs, 'first'>>;
  endpoint?: Resolver<Maybe<ResolversTypes['Endpoint']>, ParentType, ContextType, RequireFields<QueryEndpointArgs, 'id'>>;
  endpoints?: Resolver<ResolversTypes['EndpointConnection'], ParentType, ContextType, RequireFields<QueryEndpointsArgs, 'first'>>;
};

export type MutationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createDataset?: Resolver<ResolversTypes['CreateDatasetPayload'], ParentType, ContextType, RequireFields<MutationCreateDatasetArgs, 'input'>>;
  appendQuestions?: Resolver<ResolversTypes['AppendQuestionsPayload'], ParentType, ContextType, RequireFields<MutationAppendQuestionsArgs, 'input'>>;
  sealDataset?: Resolver<ResolversTypes['SealDatasetPayload'], ParentType, ContextType, RequireFields<MutationSealDatasetArgs, 'input'>>;
  createEndpoint?: Resolver<ResolversTypes['CreateEndpointPayload'], ParentType, ContextType, RequireFields<MutationCreateEndpointArgs, 'input'>>;
  updateEndpoint?: Resolver<ResolversTypes['UpdateEndpointPayload'], ParentType, ContextType, RequireFields<MutationUpdateEndpointArgs, 'input'>>;
  archiveEndpoint?: Resolver<ResolversTypes['ArchiveEndpointPayload'], ParentType, ContextType, RequireFields<MutationArchiveEndpointArgs, 'input'>>;
  createPromptSet?: Resolver<ResolversTypes['CreatePromptSetPayload'], ParentType, ContextType, RequireFields<MutationCreatePromptSetArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type NodeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Dataset' | 'Question' | 'PromptSet' | 'Endpoint' | 'RunQuestion' | 'Path', ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DatasetResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Dataset'] = ResolversParentTypes['Dataset'], FederationReferenceType extends FederationReferenceTypes['Dataset'] = FederationReferenceTypes['Dataset']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Dataset']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DatasetKind'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DatasetStatus'], ParentType, ContextType>;
  questionCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mergedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  contentHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sealedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  questions?: Resolver<ResolversTypes['QuestionConnection'], ParentType, ContextType, RequireFields<DatasetQuestionsArgs, 'first'>>;
  overlaps?: Resolver<Array<ResolversTypes['DatasetOverlap']>, ParentType, ContextType, RequireFields<DatasetOverlapsArgs, 'with'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DatasetOverlapResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['DatasetOverlap'] = ResolversParentTypes['DatasetOverlap']> = {
  dataset?: Resolver<ResolversTypes['Dataset'], ParentType, ContextType>;
  sharedQuestions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  examples?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QuestionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Question'] = ResolversParentTypes['Question'], FederationReferenceType extends FederationReferenceTypes['Question'] = FederationReferenceTypes['Question']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Question']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  answerType?: Resolver<ResolversTypes['AnswerType'], ParentType, ContextType>;
  choices?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  goldAnswer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PromptSetResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PromptSet'] = ResolversParentTypes['PromptSet'], FederationReferenceType extends FederationReferenceTypes['PromptSet'] = FederationReferenceTypes['PromptSet']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PromptSet']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  systemPrompt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  exemplars?: Resolver<Array<ResolversTypes['Exemplar']>, ParentType, ContextType>;
  questionTemplate?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stepByStepTrigger?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  answerMarker?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stop?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  contentHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExemplarResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Exemplar'] = ResolversParentTypes['Exemplar']> = {
  question?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reasoning?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  answer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EndpointResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Endpoint'] = ResolversParentTypes['Endpoint'], FederationReferenceType extends FederationReferenceTypes['Endpoint'] = FederationReferenceTypes['Endpoint']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Endpoint']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  baseUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keyVariable?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  protocol?: Resolver<ResolversTypes['EndpointProtocol'], ParentType, ContextType>;
  models?: Resolver<Array<ResolversTypes['EndpointModel']>, ParentType, ContextType>;
  limits?: Resolver<ResolversTypes['EndpointLimits'], ParentType, ContextType>;
  capabilities?: Resolver<ResolversTypes['EndpointCapabilities'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EndpointModelResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EndpointModel'] = ResolversParentTypes['EndpointModel']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  promptUsdPerMillionTokens?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  completionUsdPerMillionTokens?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  trainingUsdPerMillionTokens?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type EndpointLimitsResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EndpointLimits'] = ResolversParentTypes['EndpointLimits']> = {
  maxConcurrentRequests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxChoicesPerRequest?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requestTimeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EndpointCapabilitiesResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EndpointCapabilities'] = ResolversParentTypes['EndpointCapabilities']> = {
  seeded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  fineTuning?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SpendResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Spend'] = ResolversParentTypes['Spend']> = {
  promptTokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  completionTokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  trainedTokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  costUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  reservedUsd?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  calls?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run'], FederationReferenceType extends FederationReferenceTypes['Run'] = FederationReferenceTypes['Run']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Run']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  spend?: Resolver<Maybe<ResolversTypes['Spend']>, ParentType, ContextType>;
};

export type RunProgressResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunProgress'] = ResolversParentTypes['RunProgress'], FederationReferenceType extends FederationReferenceTypes['RunProgress'] = FederationReferenceTypes['RunProgress']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RunProgress']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pathsSampled?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pathsPlanned?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  evaluationPathsSampled?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  evaluationPathsPlanned?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type IterationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Iteration'] = ResolversParentTypes['Iteration'], FederationReferenceType extends FederationReferenceTypes['Iteration'] = FederationReferenceTypes['Iteration']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Iteration']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  questions?: Resolver<Maybe<ResolversTypes['RunQuestionConnection']>, ParentType, ContextType, RequireFields<IterationQuestionsArgs, 'first'>>;
};

export type RunQuestionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunQuestion'] = ResolversParentTypes['RunQuestion'], FederationReferenceType extends FederationReferenceTypes['RunQuestion'] = FederationReferenceTypes['RunQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RunQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  question?: Resolver<Maybe<ResolversTypes['Question']>, ParentType, ContextType>;
  paths?: Resolver<Maybe<ResolversTypes['PathConnection']>, ParentType, ContextType, RequireFields<RunQuestionPathsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PathResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Path'] = ResolversParentTypes['Path'], FederationReferenceType extends FederationReferenceTypes['Path'] = FederationReferenceTypes['Path']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Path']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  finishReason?: Resolver<ResolversTypes['FinishReason'], ParentType, ContextType>;
  seed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  logprob?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DatasetConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['DatasetConnection'] = ResolversParentTypes['DatasetConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DatasetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Dataset']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DatasetEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['DatasetEdge'] = ResolversParentTypes['DatasetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Dataset'], ParentType, ContextType>;
};

export type QuestionConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['QuestionConnection'] = ResolversParentTypes['QuestionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['QuestionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Question']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type QuestionEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['QuestionEdge'] = ResolversParentTypes['QuestionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Question'], ParentType, ContextType>;
};

export type PromptSetConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PromptSetConnection'] = ResolversParentTypes['PromptSetConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PromptSetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['PromptSet']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PromptSetEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PromptSetEdge'] = ResolversParentTypes['PromptSetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PromptSet'], ParentType, ContextType>;
};

export type EndpointConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EndpointConnection'] = ResolversParentTypes['EndpointConnection']> = {
  edges?: Resolver<Array<ResolversTypes['EndpointEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Endpoint']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EndpointEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['EndpointEdge'] = ResolversParentTypes['EndpointEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Endpoint'], ParentType, ContextType>;
};

export type RunQuestionConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunQuestionConnection'] = ResolversParentTypes['RunQuestionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RunQuestionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['RunQuestion']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RunQuestionEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunQuestionEdge'] = ResolversParentTypes['RunQuestionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RunQuestion'], ParentType, ContextType>;
};

export type PathConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PathConnection'] = ResolversParentTypes['PathConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PathEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Path']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PathEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PathEdge'] = ResolversParentTypes['PathEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Path'], ParentType, ContextType>;
};

export type CreateDatasetPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['CreateDatasetPayload'] = ResolversParentTypes['CreateDatasetPayload']> = {
  dataset?: Resolver<Maybe<ResolversTypes['Dataset']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AppendQuestionsPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['AppendQuestionsPayload'] = ResolversParentTypes['AppendQuestionsPayload']> = {
  dataset?: Resolver<Maybe<ResolversTypes['Dataset']>, ParentType, ContextType>;
  appendedCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SealDatasetPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['SealDatasetPayload'] = ResolversParentTypes['SealDatasetPayload']> = {
  dataset?: Resolver<Maybe<ResolversTypes['Dataset']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreateEndpointPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['CreateEndpointPayload'] = ResolversParentTypes['CreateEndpointPayload']> = {
  endpoint?: Resolver<Maybe<ResolversTypes['Endpoint']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type UpdateEndpointPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['UpdateEndpointPayload'] = ResolversParentTypes['UpdateEndpointPayload']> = {
  endpoint?: Resolver<Maybe<ResolversTypes['Endpoint']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ArchiveEndpointPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['ArchiveEndpointPayload'] = ResolversParentTypes['ArchiveEndpointPayload']> = {
  endpoint?: Resolver<Maybe<ResolversTypes['Endpoint']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CreatePromptSetPayloadResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['CreatePromptSetPayload'] = ResolversParentTypes['CreatePromptSetPayload']> = {
  promptSet?: Resolver<Maybe<ResolversTypes['PromptSet']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphqlContext> = {
  DateTime?: GraphQLScalarType;
  BigInt?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Dataset?: DatasetResolvers<ContextType>;
  DatasetOverlap?: DatasetOverlapResolvers<ContextType>;
  Question?: QuestionResolvers<ContextType>;
  PromptSet?: PromptSetResolvers<ContextType>;
  Exemplar?: ExemplarResolvers<ContextType>;
  Endpoint?: EndpointResolvers<ContextType>;
  EndpointModel?: EndpointModelResolvers<ContextType>;
  EndpointLimits?: EndpointLimitsResolvers<ContextType>;
  EndpointCapabilities?: EndpointCapabilitiesResolvers<ContextType>;
  Spend?: SpendResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunProgress?: RunProgressResolvers<ContextType>;
  Iteration?: IterationResolvers<ContextType>;
  RunQuestion?: RunQuestionResolvers<ContextType>;
  Path?: PathResolvers<ContextType>;
  DatasetConnection?: DatasetConnectionResolvers<ContextType>;
  DatasetEdge?: DatasetEdgeResolvers<ContextType>;
  QuestionConnection?: QuestionConnectionResolvers<ContextType>;
  QuestionEdge?: QuestionEdgeResolvers<ContextType>;
  PromptSetConnection?: PromptSetConnectionResolvers<ContextType>;
  PromptSetEdge?: PromptSetEdgeResolvers<ContextType>;
  EndpointConnection?: EndpointConnectionResolvers<ContextType>;
  EndpointEdge?: EndpointEdgeResolvers<ContextType>;
  RunQuestionConnection?: RunQuestionConnectionResolvers<ContextType>;
  RunQuestionEdge?: RunQuestionEdgeResolvers<ContextType>;
  PathConnection?: PathConnectionResolvers<ContextType>;
  PathEdge?: PathEdgeResolvers<ContextType>;
  CreateDatasetPayload?: CreateDatasetPayloadResolvers<ContextType>;
  AppendQuestionsPayload?: AppendQuestionsPayloadResolvers<ContextType>;
  SealDatasetPayload?: SealDatasetPayloadResolvers<ContextType>;
  CreateEndpointPayload?: CreateEndpointPayloadResolvers<ContextType>;
  UpdateEndpointPayload?: UpdateEndpointPayloadResolvers<ContextType>;
  ArchiveEndpointPayload?: ArchiveEndpointPayloadResolvers<ContextType>;
  CreatePromptSetPayload?: CreatePromptSetPayloadResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = GraphqlContext> = {
  shareable?: ShareableDirectiveResolver<any, any, ContextType>;
  link?: LinkDirectiveResolver<any, any, ContextType>;
};
