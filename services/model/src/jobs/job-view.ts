import type { Job } from './job.ts'

/** A job in OpenAI's shape; the field `chorus` is an extension with what was resolved and what came out. */
export function jobView(
  job: Job,
  estimatedFinishMs: number | null,
): { readonly id: string } & Record<string, unknown> {
  const { settings, result } = job
  const hyperparameters = {
    n_epochs: settings.epochs,
    batch_size: settings.batchSize,
    learning_rate_multiplier: settings.learningRateMultiplier,
  }
  return {
    id: job.id,
    object: 'fine_tuning.job',
    created_at: seconds(job.createdAtMs),
    finished_at: job.finishedAtMs === null ? null : seconds(job.finishedAtMs),
    estimated_finish: estimatedFinishMs === null ? null : seconds(estimatedFinishMs),
    status: job.status,
    model: job.model,
    fine_tuned_model: job.status === 'succeeded' ? job.resultModel : null,
    organization_id: 'org-chorus',
    training_file: job.trainingFile,
    validation_file: null,
    result_files: [],
    integrations: [],
    trained_tokens: result?.trainedTokens ?? null,
    error: job.error,
    hyperparameters,
    method: { type: 'supervised', supervised: { hyperparameters } },
    seed: job.seed,
    metadata: job.metadata,
    user_provided_suffix: job.suffix,
    chorus: {
      learning_rate: settings.learningRate,
      n_epochs: settings.epochs,
      batch_size: settings.batchSize,
      training_file_sha256: job.trainingFileHash,
      steps: result?.steps ?? null,
      loss_tokens: result?.lossTokens ?? null,
      final_loss: result?.finalLoss ?? null,
      weights_sha256: result?.weightsHash ?? null,
    },
  }
}

/** The checkpoints of a job: the final one, once it has succeeded. */
export function checkpointViews(job: Job): ({ readonly id: string } & Record<string, unknown>)[] {
  const { result } = job
  if (job.status !== 'succeeded' || result === null) return []
  const metrics = {
    step: result.steps,
    train_loss: result.finalLoss,
    ...(result.finalTokenAccuracy === null ? {} : { train_mean_token_accuracy: result.finalTokenAccuracy }),
  }
  return [
    {
      id: `ftckpt-${job.id.replace(/^ftjob-/, '')}`,
      object: 'fine_tuning.job.checkpoint',
      created_at: seconds(job.finishedAtMs ?? job.createdAtMs),
      fine_tuning_job_id: job.id,
      fine_tuned_model_checkpoint: job.resultModel,
      step_number: result.steps,
      metrics,
    },
  ]
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}
