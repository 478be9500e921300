/** Events that somebody still waits for. */
export interface Unread {
  readonly events: number
  /** Where they are, for people: "for voter on chorus.internal.paths.v1". */
  readonly place: string
}

/** "3 events for voter on …, 1 event in the outbox of trainer". */
export function describeUnread(unread: readonly Unread[]): string {
  return unread
    .map(({ events, place }) => `${events} ${events === 1 ? 'event' : 'events'} ${place}`)
    .join(', ')
}
