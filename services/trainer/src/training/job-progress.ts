/** A loss that an endpoint told. */
export type LossPoint = { readonly step: number; readonly loss: number }

/** How often a job's progress is told at most. */
const TELLINGS = 10

/** Steps of a job when the endpoint does not say how many it takes. */
export function estimateSteps(input: {
  readonly exampleCount: number
  readonly epochs: number
  readonly batchSize: number
}): number {
  return Math.max(1, Math.ceil(input.exampleCount / input.batchSize) * input.epochs)
}

/**
 * The points worth a line in the run's log: the last one of each tenth of the steps that has begun since the last telling.
 * @param toldStep step of the last point told, 0 at first.
 */
export function pointsToTell(
  points: readonly LossPoint[],
  toldStep: number,
  stepsPlanned: number,
): readonly LossPoint[] {
  const tenth = (step: number) => Math.floor((TELLINGS * step) / Math.max(1, stepsPlanned))
  const told: LossPoint[] = []
  for (const point of points.toSorted((a, b) => a.step - b.step)) {
    const last = told.at(-1)?.step ?? toldStep
    if (point.step > last && tenth(point.step) > tenth(last)) told.push(point)
  }
  return told
}

/** Whether a failed job may succeed when it is submitted again: the fault lay with the endpoint, not with what was sent. */
export function isTransientFailure(code: string | null): boolean {
  return (
    code !== null && /server|internal|timeout|unavailable|rate_limit|capacity|overload|interrupt/i.test(code)
  )
}
