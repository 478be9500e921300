/** Where texts are read that were too large to travel in an event. */
export interface PathTextSource {
  /**
   * The texts of a question's paths, by path id.
   * @throws {ChorusError} UNAVAILABLE (retryable) when the sampler does not answer, NOT_FOUND when it has not all of them.
   */
  readTexts(request: PathTextRequest): Promise<ReadonlyMap<string, string>>
}

/** Which texts are wanted. */
export type PathTextRequest = {
  readonly project: string
  readonly actor: string
  readonly sampleSetId: string
  readonly questionId: string
  readonly pathIds: readonly string[]
  readonly signal: AbortSignal
}
