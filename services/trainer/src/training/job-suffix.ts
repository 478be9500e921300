import { sha256 } from '@chorus/schema/method/canonical-json.ts'

/**
 * Suffix of a fine-tuning job: 24 hex digits that follow from what the job is for, so that a job whose submission ended
 * unknown is found again instead of made twice.
 */
export function jobSuffix(input: {
  readonly runId: string
  readonly iteration: number
  readonly arm: string
  readonly attempt: number
}): string {
  return sha256(JSON.stringify([input.runId, input.iteration, input.arm, input.attempt])).slice(0, 24)
}
