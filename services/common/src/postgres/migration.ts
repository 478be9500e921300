/** One step of a schema's history: written by hand, run once, never edited after it was merged. */
export interface Migration {
  /** Four digits and a name, ascending: '0001-paths'. */
  readonly id: string
  /** May hold several statements; runs in one transaction. `{schema}` stands for the quoted schema. */
  readonly sql: string
  /**
   * Id of the newest migration that code must know to go on running after this one. Set it on a step that contracts;
   * leave it away for one that only expands. Older code then refuses to start.
   */
  readonly oldestCode?: string
}
