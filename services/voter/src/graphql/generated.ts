// Made by `npm run generate` from schema/graphql/voter.graphql. Not to be edited.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { EntityNode, VotePage } from './nodes.ts';
import type { StoredVote } from '../store/read-votes.ts';
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

/** How far a run is. Every figure comes from the service that knows it. */
export type RunProgress = {
  id: Scalars['ID']['output'];
  /** Questions of the current iteration that have an outcome. */
  questionsVoted?: Maybe<Scalars['Int']['output']>;
  /** Mean agreement over them, [0, 1]; null before the first. */
  meanAgreement?: Maybe<Scalars['Float']['output']>;
};

export type Iteration = {
  id: Scalars['ID']['output'];
  /** How its questions came out; null before the first vote. */
  votesSummary?: Maybe<VotesSummary>;
  /** Its votes, in the dataset's order. */
  votes?: Maybe<VoteConnection>;
};


export type IterationVotesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<VoteFilter>;
};

/** Outcomes of an iteration's questions. */
export type VotesSummary = {
  consensus: Scalars['Int']['output'];
  noConsensus: Scalars['Int']['output'];
  unparsable: Scalars['Int']['output'];
  /** Mean agreement over all voted questions, [0, 1]. */
  meanAgreement: Scalars['Float']['output'];
};

/** Which votes to list; all conditions must hold. */
export type VoteFilter = {
  outcome?: InputMaybe<VoteOutcome>;
  /** Smallest agreement, [0, 1], inclusive. */
  minAgreement?: InputMaybe<Scalars['Float']['input']>;
  /** Largest agreement, [0, 1], inclusive. */
  maxAgreement?: InputMaybe<Scalars['Float']['input']>;
};

export type RunQuestion = {
  id: Scalars['ID']['output'];
  /** Its latest vote; null until it has been voted. */
  vote?: Maybe<Vote>;
};

/** The grouping of a question's answers, and who won. */
export type Vote = Node & {
  id: Scalars['ID']['output'];
  /** 1, 2, 3 …; a training set pins the version it was built from. */
  version: Scalars['Int']['output'];
  outcome: VoteOutcome;
  decidedBy: DecidedBy;
  /** The winning answer in its normal form; null without consensus. */
  winner?: Maybe<Scalars['String']['output']>;
  /** Paths in the largest class / all paths, unparsable ones included, [0, 1]. */
  agreement: Scalars['Float']['output'];
  /** Paths that were voted on, unparsable ones included. */
  pathCount: Scalars['Int']['output'];
  /** Paths without a readable answer. */
  unparsableCount: Scalars['Int']['output'];
  /** Classes of equal answers, largest first. */
  classes: Array<AnswerClass>;
  /** The rules that made this vote. */
  policy: VotePolicy;
  votedAt: Scalars['DateTime']['output'];
  /** The question with its paths. */
  runQuestion: RunQuestion;
};

/** How a question came out. */
export type VoteOutcome =
  /** One answer won. */
  | 'CONSENSUS'
  /** A tie, or agreement below the policy's threshold. */
  | 'NO_CONSENSUS'
  /** No path had a readable answer. */
  | 'UNPARSABLE';

/** Who decided an outcome. */
export type DecidedBy =
  /** The model's own paths. */
  | 'SELF'
  /** Another model. */
  | 'OTHER_MODEL'
  /** A person. */
  | 'PERSON';

/** Paths that gave the same answer. */
export type AnswerClass = {
  /** The answer in its normal form. */
  answer: Scalars['String']['output'];
  count: Scalars['Int']['output'];
  /** count / all paths, [0, 1]. */
  share: Scalars['Float']['output'];
};

/** The rules of extraction and voting, stored with each vote. */
export type VotePolicy = {
  /** Words after which a path states its answer. */
  answerMarker: Scalars['String']['output'];
  /** Smallest agreement for consensus, [0, 1]; null for none, as in the paper. */
  minAgreement?: Maybe<Scalars['Float']['output']>;
  /** What a tie for the first place means; always NO_CONSENSUS. */
  ties: VoteOutcome;
  /** Version of the extraction rules. */
  extractionVersion: Scalars['Int']['output'];
  /** SHA-256 of the policy, hex. */
  hash: Scalars['String']['output'];
};

export type Path = {
  id: Scalars['ID']['output'];
  /** What extraction took out of it; null until it was voted on. */
  answer?: Maybe<Answer>;
};

/** What extraction took out of a path. */
export type Answer = {
  state: AnswerState;
  /** As it stands in the path; null when unparsable. */
  text?: Maybe<Scalars['String']['output']>;
  /** Normal form, by which answers are compared; null when unparsable. */
  normalForm?: Maybe<Scalars['String']['output']>;
};

/** Whether a path states an answer. */
export type AnswerState =
  /** One answer could be read. */
  | 'PARSED'
  /** No answer could be read. */
  | 'UNPARSABLE'
  /** Several different answers stand in it: the last counts, and the path is never trained on. */
  | 'CONFLICTING';

export type VoteConnection = {
  edges: Array<VoteEdge>;
  nodes: Array<Vote>;
  pageInfo: PageInfo;
};

export type VoteEdge = {
  cursor: Scalars['String']['output'];
  node: Vote;
};

export type Query = {};



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
  RunProgress: RunProgress;
  Iteration: Iteration;
  RunQuestion: RunQuestion;
  Vote: Vote;
  Path: Path;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  RunProgress:
    ( { __typename: 'RunProgress' }
    & GraphQLRecursivePick<FederationTypes['RunProgress'], {"id":true}> );
  Iteration:
    ( { __typename: 'Iteration' }
    & GraphQLRecursivePick<FederationTypes['Iteration'], {"id":true}> );
  RunQuestion:
    ( { __typename: 'RunQuestion' }
    & GraphQLRecursivePick<FederationTypes['RunQuestion'], {"id":true}> );
  Vote:
    ( { __typename: 'Vote' }
    & GraphQLRecursivePick<FederationTypes['Vote'], {"id":true}> );
  Path:
    ( { __typename: 'Path' }
    & GraphQLRecursivePick<FederationTypes['Path'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( StoredVote );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  RunProgress: ResolverTypeWrapper<EntityNode>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Iteration: ResolverTypeWrapper<EntityNode>;
  VotesSummary: ResolverTypeWrapper<VotesSummary>;
  VoteFilter: VoteFilter;
  RunQuestion: ResolverTypeWrapper<EntityNode>;
  Vote: ResolverTypeWrapper<StoredVote>;
  VoteOutcome: VoteOutcome;
  DecidedBy: DecidedBy;
  AnswerClass: ResolverTypeWrapper<AnswerClass>;
  VotePolicy: ResolverTypeWrapper<VotePolicy>;
  Path: ResolverTypeWrapper<EntityNode>;
  Answer: ResolverTypeWrapper<Answer>;
  AnswerState: AnswerState;
  VoteConnection: ResolverTypeWrapper<VotePage>;
  VoteEdge: ResolverTypeWrapper<Omit<VoteEdge, 'node'> & { node: ResolversTypes['Vote'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  PageInfo: PageInfo;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  RunProgress: EntityNode;
  Int: Scalars['Int']['output'];
  Float: Scalars['Float']['output'];
  Iteration: EntityNode;
  VotesSummary: VotesSummary;
  VoteFilter: VoteFilter;
  RunQuestion: EntityNode;
  Vote: StoredVote;
  AnswerClass: AnswerClass;
  VotePolicy: VotePolicy;
  Path: EntityNode;
  Answer: Answer;
  VoteConnection: VotePage;
  VoteEdge: Omit<VoteEdge, 'node'> & { node: ResolversParentTypes['Vote'] };
  Query: Record<PropertyKey, never>;
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

export type PageInfoResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type NodeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Vote', ParentType, ContextType>;
};

export type RunProgressResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunProgress'] = ResolversParentTypes['RunProgress'], FederationReferenceType extends FederationReferenceTypes['RunProgress'] = FederationReferenceTypes['RunProgress']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RunProgress']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  questionsVoted?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  meanAgreement?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type IterationResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Iteration'] = ResolversParentTypes['Iteration'], FederationReferenceType extends FederationReferenceTypes['Iteration'] = FederationReferenceTypes['Iteration']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Iteration']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  votesSummary?: Resolver<Maybe<ResolversTypes['VotesSummary']>, ParentType, ContextType>;
  votes?: Resolver<Maybe<ResolversTypes['VoteConnection']>, ParentType, ContextType, RequireFields<IterationVotesArgs, 'first'>>;
};

export type VotesSummaryResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['VotesSummary'] = ResolversParentTypes['VotesSummary']> = {
  consensus?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  noConsensus?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unparsable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanAgreement?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RunQuestionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['RunQuestion'] = ResolversParentTypes['RunQuestion'], FederationReferenceType extends FederationReferenceTypes['RunQuestion'] = FederationReferenceTypes['RunQuestion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RunQuestion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  vote?: Resolver<Maybe<ResolversTypes['Vote']>, ParentType, ContextType>;
};

export type VoteResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Vote'] = ResolversParentTypes['Vote'], FederationReferenceType extends FederationReferenceTypes['Vote'] = FederationReferenceTypes['Vote']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Vote']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['VoteOutcome'], ParentType, ContextType>;
  decidedBy?: Resolver<ResolversTypes['DecidedBy'], ParentType, ContextType>;
  winner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agreement?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pathCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unparsableCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  classes?: Resolver<Array<ResolversTypes['AnswerClass']>, ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['VotePolicy'], ParentType, ContextType>;
  votedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  runQuestion?: Resolver<ResolversTypes['RunQuestion'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AnswerClassResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['AnswerClass'] = ResolversParentTypes['AnswerClass']> = {
  answer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type VotePolicyResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['VotePolicy'] = ResolversParentTypes['VotePolicy']> = {
  answerMarker?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  minAgreement?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  ties?: Resolver<ResolversTypes['VoteOutcome'], ParentType, ContextType>;
  extractionVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PathResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Path'] = ResolversParentTypes['Path'], FederationReferenceType extends FederationReferenceTypes['Path'] = FederationReferenceTypes['Path']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Path']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  answer?: Resolver<Maybe<ResolversTypes['Answer']>, ParentType, ContextType>;
};

export type AnswerResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Answer'] = ResolversParentTypes['Answer']> = {
  state?: Resolver<ResolversTypes['AnswerState'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  normalForm?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type VoteConnectionResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['VoteConnection'] = ResolversParentTypes['VoteConnection']> = {
  edges?: Resolver<Array<ResolversTypes['VoteEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Vote']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type VoteEdgeResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['VoteEdge'] = ResolversParentTypes['VoteEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Vote'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GraphqlContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  _service?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphqlContext> = {
  DateTime?: GraphQLScalarType;
  PageInfo?: PageInfoResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  RunProgress?: RunProgressResolvers<ContextType>;
  Iteration?: IterationResolvers<ContextType>;
  VotesSummary?: VotesSummaryResolvers<ContextType>;
  RunQuestion?: RunQuestionResolvers<ContextType>;
  Vote?: VoteResolvers<ContextType>;
  AnswerClass?: AnswerClassResolvers<ContextType>;
  VotePolicy?: VotePolicyResolvers<ContextType>;
  Path?: PathResolvers<ContextType>;
  Answer?: AnswerResolvers<ContextType>;
  VoteConnection?: VoteConnectionResolvers<ContextType>;
  VoteEdge?: VoteEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = GraphqlContext> = {
  shareable?: ShareableDirectiveResolver<any, any, ContextType>;
  link?: LinkDirectiveResolver<any, any, ContextType>;
};
