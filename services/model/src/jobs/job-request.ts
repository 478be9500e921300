import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ModelBackend } from '../backend.ts'
import { ApiError, unsupported } from '../http/api-error.ts'
import { maxSeed } from '../protocol/sampling-fields.ts'
import type { TrainingSettings } from './job.ts'

const auto = z.literal('auto')
const autoOr = (schema: z.ZodNumber, expected: string) => z.union([auto, schema], expected).nullish()

const hyperparameters = z.object({
  n_epochs: autoOr(z.number().int().min(1).max(50), "expected 'auto' or a whole number from 1 to 50"),
  batch_size: autoOr(z.number().int().min(1).max(256), "expected 'auto' or a whole number from 1 to 256"),
  learning_rate_multiplier: autoOr(z.number().gt(0).max(1000), "expected 'auto' or a number above 0"),
})

const settingsExtension = z.object({
  n_epochs: z.number().int().min(1).max(50).nullish(),
  batch_size: z.number().int().min(1).max(256).nullish(),
  learning_rate: z.number().gt(0).max(1).nullish(),
})

const suffix = z.string().regex(/^[a-z0-9-]{1,64}$/, 'expected 1 to 64 characters of a–z, 0–9 and -')
const metadata = z
  .record(z.string().min(1).max(64), z.string().max(512))
  .refine((value) => Object.keys(value).length <= 16, 'expected at most 16 pairs')

/** The body of POST /v1/fine_tuning/jobs. */
export const jobRequest = z.looseObject({
  model: z.string().min(1),
  training_file: z.string().min(1),
  suffix: suffix.nullish(),
  seed: z.number().int().min(0).max(maxSeed).nullish(),
  metadata: metadata.nullish(),
  method: z
    .object({
      type: z.enum(['supervised', 'dpo', 'reinforcement']),
      supervised: z.object({ hyperparameters: hyperparameters.nullish() }).nullish(),
    })
    .nullish(),
  hyperparameters: hyperparameters.nullish(),
  chorus: settingsExtension.nullish(),
  validation_file: z.string().nullish(),
  integrations: z.array(z.unknown()).nullish(),
})

/** A parsed creation. */
export type JobRequest = z.infer<typeof jobRequest>

/** @throws {ApiError} 400 for methods, validation files and integrations, which this endpoint doesn't have. */
export function assertJobSupported(body: JobRequest): void {
  if (body.method != null && body.method.type !== 'supervised')
    throw unsupported('method.type', "Use 'supervised'.")
  if (body.validation_file != null)
    throw unsupported('validation_file', 'Leave it out and evaluate by sampling.')
  if ((body.integrations ?? []).length > 0) throw unsupported('integrations', 'Leave it out.')
  if (body.method?.supervised?.hyperparameters != null && body.hyperparameters != null) {
    const message =
      "'hyperparameters' is the older form of 'method.supervised.hyperparameters'; send one of them."
    throw new ApiError({ status: 400, code: 'invalid_value', message, param: 'hyperparameters' })
  }
}

/** Resolves every 'auto' to the back end's default; the `chorus` extension goes before the hyperparameters. */
export function resolveSettings(body: JobRequest, defaults: ModelBackend['defaults']): TrainingSettings {
  const given = body.method?.supervised?.hyperparameters ?? body.hyperparameters ?? {}
  const extension = body.chorus ?? {}
  const multiplier = numberOf(given.learning_rate_multiplier) ?? 1
  const learningRate = extension.learning_rate ?? multiplier * defaults.learningRate
  return {
    epochs: extension.n_epochs ?? numberOf(given.n_epochs) ?? defaults.epochs,
    batchSize: extension.batch_size ?? numberOf(given.batch_size) ?? defaults.batchSize,
    learningRate,
    learningRateMultiplier:
      extension.learning_rate == null ? multiplier : learningRate / defaults.learningRate,
  }
}

/** A seed that follows from file and suffix, for a request without one: the same job has the same seed. */
export function derivedSeed(trainingFileHash: string, suffixText: string | null): number {
  const digest = createHash('sha256')
    .update(`${trainingFileHash}/${suffixText ?? ''}`)
    .digest()
  return digest.readUInt32BE(0) >>> 1
}

/** `ft:<base>:chorus:<suffix>`, where the base is the checkpoint at the root of the model's lineage. */
export function resultModelName(model: string, suffixText: string): string {
  const base = /^ft:(.+):chorus:[^:]+$/.exec(model)?.[1] ?? model
  return `ft:${base}:chorus:${suffixText}`
}

function numberOf(value: number | 'auto' | null | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}
