import { PARTITIONS, RETENTION_DAYS, TOPICS } from './topics.ts'

type TopicName = (typeof TOPICS)[keyof typeof TOPICS]

const PUBLIC_TOPICS: readonly TopicName[] = [TOPICS.votes, TOPICS.runs]
const DAY_MS = 24 * 3_600_000

/** How topics must exist before anybody writes or reads them: the same for every service, since the first one makes them. */
export function topicSpecs(
  names: readonly TopicName[],
): readonly { readonly name: string; readonly partitions: number; readonly retentionMs: number }[] {
  return names.map((name) => {
    const days = PUBLIC_TOPICS.includes(name) ? RETENTION_DAYS.public : RETENTION_DAYS.internal
    return { name, partitions: PARTITIONS, retentionMs: days * DAY_MS }
  })
}
