import { adam, gradientNorm } from './adam'
import { trainGradient, trainMoment1, trainMoment2, trainWeights } from './train'

/**
 * Clips the gradient to norm `clip` and updates the weights; `step` counts from 1. Returns the norm before clipping;
 * when it is not finite nothing is updated.
 */
export function trainUpdate(step: i32, lr: f32, beta1: f32, beta2: f32, eps: f32, decay: f32, clip: f64): f64 {
  const norm = gradientNorm(trainGradient())
  if (!isFinite(norm)) return norm
  const shrink: f32 = norm > clip ? <f32>(clip / norm) : 1
  adam(trainWeights(), trainGradient(), trainMoment1(), trainMoment2(), step, lr, beta1, beta2, eps, decay, shrink)
  return norm
}
