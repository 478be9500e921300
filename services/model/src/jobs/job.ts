import { z } from 'zod'

/** States of a fine-tuning job, in their order; the last three are final. */
export const jobStatuses = [
  'validating_files',
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
] as const

const trainingSettings = z.object({
  epochs: z.number(),
  batchSize: z.number(),
  learningRate: z.number(),
  /** Learning rate ÷ the back end's default. */
  learningRateMultiplier: z.number(),
})

/** Settings with every 'auto' resolved. */
export type TrainingSettings = z.infer<typeof trainingSettings>

/** A fine-tuning job as it lies on disk. */
export const jobSchema = z.object({
  id: z.string(),
  createdAtMs: z.number(),
  finishedAtMs: z.number().nullable(),
  status: z.enum(jobStatuses),
  /** Model that it starts from. */
  model: z.string(),
  /** Name under which the result is sampled; shown to clients once the job has succeeded. */
  resultModel: z.string(),
  suffix: z.string().nullable(),
  trainingFile: z.string(),
  trainingFileHash: z.string(),
  seed: z.number(),
  settings: trainingSettings,
  metadata: z.record(z.string(), z.string()).nullable(),
  error: z.object({ code: z.string(), message: z.string(), param: z.string().nullable() }).nullable(),
  result: z
    .object({
      steps: z.number(),
      trainedTokens: z.number(),
      lossTokens: z.number(),
      finalLoss: z.number(),
      finalTokenAccuracy: z.number().nullable(),
      weightsHash: z.string(),
    })
    .nullable(),
})

/** A fine-tuning job. */
export type Job = z.infer<typeof jobSchema>

/** Whether the job has not come to its end. */
export function isActive(job: Job): boolean {
  switch (job.status) {
    case 'validating_files':
    case 'queued':
    case 'running':
      return true
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return false
  }
}
