/** A live member of a group, and what it reads. */
export interface Member {
  readonly member: string
  readonly topics: readonly string[]
}

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** A partition as a key of a map. */
export function partitionKey(at: TopicPartition): string {
  return `${at.topic}/${at.partition}`
}

/**
 * The partitions that one member should own. Every member computes the same shares from the same members, in turns over all
 * partitions of a topic; where two see different members for a moment, the leases decide.
 */
export function sharePartitions(input: {
  readonly self: string
  readonly members: readonly Member[]
  readonly partitions: readonly TopicPartition[]
}): Set<string> {
  const sorted = [...input.members].sort((a, b) => (a.member < b.member ? -1 : 1))
  const share = new Set<string>()
  const turns = new Map<string, number>()
  for (const at of [...input.partitions].sort(comparePartitions)) {
    const readers = sorted.filter((member) => member.topics.includes(at.topic))
    const turn = turns.get(at.topic) ?? offsetOfTopic(at.topic)
    turns.set(at.topic, turn + 1)
    if (readers[turn % readers.length]?.member === input.self) share.add(partitionKey(at))
  }
  return share
}

function comparePartitions(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1
  return a.partition - b.partition
}

/** So that topics with one partition do not all fall to the first member. */
function offsetOfTopic(topic: string): number {
  let sum = 0
  for (const character of topic) sum += character.codePointAt(0) ?? 0
  return sum
}
