/** What happens to a supervised process. */
export type ChildEvent =
  | { readonly type: 'ready'; readonly name: string; readonly tookMs: number; readonly pid: number }
  | {
      readonly type: 'died'
      readonly name: string
      readonly exitCode: number | null
      readonly signal: NodeJS.Signals | null
      /** Delay before the next start. */
      readonly retryInMs: number
    }
  | { readonly type: 'stopped'; readonly name: string }

/** How a process ended, for people: "exit code 1", "signal SIGKILL". */
export function describeExit(exitCode: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exit code ${exitCode ?? 'unknown'}` : `signal ${signal}`
}
