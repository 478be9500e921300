/** How waitFor polls. */
export interface WaitOptions {
  /** Default 10_000. */
  readonly timeoutMs?: number
  /** Default 20. */
  readonly intervalMs?: number
  /** What is waited for; part of the error. */
  readonly message?: string
}

/**
 * Polls until the function gives something other than false, null or undefined, and gives that. Errors that it throws count
 * as "not yet"; the last one is the cause when time is up.
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const { timeoutMs = 10_000, intervalMs = 20, message = 'a condition' } = options
  const deadline = performance.now() + timeoutMs
  let lastError: unknown
  for (;;) {
    try {
      const value = await probe()
      if (value !== false && value !== null && value !== undefined) {
        return value as Exclude<T, false | null | undefined>
      }
    } catch (error) {
      lastError = error
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms for ${message}, in vain.`, { cause: lastError })
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
  }
}
