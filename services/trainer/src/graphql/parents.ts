import type { GateEvidence } from '../gate/decide-gate.ts'
import type { EvaluationPlan, RunConfig } from '../runs/run-config.ts'
import type { ModelVersionRow } from '../store/model-versions.ts'
import type { LogDetails } from '../store/run-log.ts'

/** A model version as a resolver passes it on; reached from a run, it shows the evaluations of that run only. */
export type ModelVersionParent = ModelVersionRow & { readonly scopeRunId?: string }

export type EvaluationPlanParent = EvaluationPlan
export type GateEvidenceParent = GateEvidence

/** The learning part of a config that has one. */
export type LearningParent = NonNullable<RunConfig['learning']>

type DetailsOf<Kind extends LogDetails['kind']> = Extract<LogDetails, { readonly kind: Kind }>

export type StageDetailsParent = DetailsOf<'STAGE'>
export type VotingDetailsParent = DetailsOf<'VOTING'>
export type TrainingSetDetailsParent = DetailsOf<'TRAINING_SET'>
export type TrainingDetailsParent = DetailsOf<'TRAINING'>
export type ModelVersionDetailsParent = DetailsOf<'MODEL_VERSION'>
export type EvaluationDetailsParent = DetailsOf<'EVALUATION'>
export type GateDetailsParent = DetailsOf<'GATE'>
export type RunEndDetailsParent = DetailsOf<'RUN_END'>
