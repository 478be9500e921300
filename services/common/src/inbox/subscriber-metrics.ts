/** What a subscriber tells of its work. Must not throw. */
export interface SubscriberMetrics {
  /** A call of a handler for `count` events of a type; its effects are committed. */
  handled(call: { readonly type: string; readonly count: number; readonly seconds: number }): void
  /** An event that was handled before came again. */
  repeated(type: string): void
}
