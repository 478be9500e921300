import { TOPICS } from '@chorus/schema/events/topics.ts'

/** The consumer groups of the services, and what each reads. */
export const groupTopics = {
  sampler: [TOPICS.control, TOPICS.runs],
  voter: [TOPICS.paths, TOPICS.evaluationPaths],
  trainer: [TOPICS.control, TOPICS.votes, TOPICS.keptPaths],
} as const
