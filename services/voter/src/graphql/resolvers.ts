import { keyOf, runQuestionKey, toGlobalId } from '@chorus/schema/ids.ts'
import { hashVotePolicy, TIES } from '../voting/vote-policy.ts'
import type { Resolvers, VoteResolvers } from './generated.ts'
import { listIterationVotes } from './list-iteration-votes.ts'
import { keyOfNode, parseReference } from './nodes.ts'

const vote: VoteResolvers = {
  __resolveReference: (reference, { loaders }) => {
    const id = keyOf('Vote', reference.id)
    return id === null ? null : loaders.vote.load(id)
  },
  id: ({ id }) => toGlobalId('Vote', id),
  classes: ({ classes, pathCount }) => classes.map((item) => ({ ...item, share: item.count / pathCount })),
  policy: ({ policy }) => ({ ...policy, ties: TIES, hash: hashVotePolicy(policy) }),
  votedAt: ({ votedAt }) => votedAt.toISOString(),
  runQuestion: ({ sampleSetId, questionId }) => ({
    id: toGlobalId('RunQuestion', runQuestionKey(sampleSetId, questionId)),
  }),
}

/** Resolvers of schema/graphql/voter.graphql. */
export const resolvers: Resolvers = {
  Node: { __resolveType: () => 'Vote' },
  Vote: vote,
  RunProgress: {
    __resolveReference: (reference) => parseReference('Run', reference),
    questionsVoted: async (run, _args, { loaders }) =>
      (await loaders.runVotes.load(keyOfNode('Run', run)))?.questionsVoted ?? 0,
    meanAgreement: async (run, _args, { loaders }) =>
      (await loaders.runVotes.load(keyOfNode('Run', run)))?.meanAgreement ?? null,
  },
  Iteration: {
    __resolveReference: (reference) => parseReference('Iteration', reference),
    votesSummary: (iteration, _args, { loaders }) =>
      loaders.votesSummary.load(keyOfNode('Iteration', iteration)),
    votes: (iteration, args, context) => listIterationVotes(keyOfNode('Iteration', iteration), args, context),
  },
  RunQuestion: {
    __resolveReference: (reference) => parseReference('RunQuestion', reference),
    vote: (runQuestion, _args, { loaders }) => loaders.latestVote.load(keyOfNode('RunQuestion', runQuestion)),
  },
  Path: {
    __resolveReference: (reference) => parseReference('Path', reference),
    answer: (path, _args, { loaders }) => loaders.answer.load(keyOfNode('Path', path)),
  },
}
