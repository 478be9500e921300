/** Something that a person at the command line can act on: its message is all they need to see. */
export class ClientError extends Error {}

/** An answer of the graph with errors in it. */
export class GraphRequestError extends ClientError {
  /** The graph's own code; undefined when it gave none. */
  readonly code: string | undefined

  constructor(message: string, code: string | undefined) {
    super(message)
    this.name = 'GraphRequestError'
    this.code = code
  }
}

/** No usable answer from the graph. */
export class GraphUnreachableError extends ClientError {
  constructor(url: string, found: string, cause?: unknown) {
    super(`Expected an answer from ${url}, found: ${found}. Is Chorus running there (npm start)?`, { cause })
    this.name = 'GraphUnreachableError'
  }
}

/** A mutation said what is wrong with its input. */
export class RefusedError extends ClientError {
  constructor(
    mutation: string,
    problems: readonly { readonly path: readonly string[]; readonly message: string }[],
  ) {
    const lines = problems.map(({ path, message }) => `  ${path.join('.') || 'input'}: ${message}`)
    super(`${mutation} was refused:\n${lines.join('\n')}`)
    this.name = 'RefusedError'
  }
}

/** Codes with which the gateway says that a service is away for the moment. */
const passingCodes = [
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_ERROR',
  'SUBSCRIPTION_LAGGED',
  'UNAVAILABLE',
  'TIMEOUT',
]

/** Whether the same request may succeed later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof GraphUnreachableError) return true
  return error instanceof GraphRequestError && passingCodes.includes(error.code ?? '')
}
