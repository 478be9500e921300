import { WEIGHT_BYTES } from './shape'

/** Euclidean norm of a gradient blob, summed in a fixed order. */
export function gradientNorm(gradient: usize): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0)
  for (let o: usize = 0; o < WEIGHT_BYTES; o += 16) {
    const g = v128.load(gradient + o)
    const a = f64x2.promote_low_f32x4(g)
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(g, g, 2, 3, 0, 1))
    low = f64x2.add(low, f64x2.mul(a, a))
    high = f64x2.add(high, f64x2.mul(b, b))
  }
  const sum = f64x2.add(low, high)
  return sqrt<f64>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
}

/** One AdamW update; `step` counts from 1; `shrink` multiplies the gradient (clipping). */
export function adam(w: usize, g: usize, m: usize, v: usize, step: i32, lr: f32, beta1: f32, beta2: f32, eps: f32, decay: f32, shrink: f32): void {
  const correction1: f32 = <f32>(1.0 / (1.0 - Math.pow(<f64>beta1, <f64>step)))
  const correction2: f32 = <f32>(1.0 / (1.0 - Math.pow(<f64>beta2, <f64>step)))
  const b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2)
  const c1 = f32x4.splat(<f32>1 - beta1), c2 = f32x4.splat(<f32>1 - beta2)
  const k1 = f32x4.splat(correction1), k2 = f32x4.splat(correction2)
  const rate = f32x4.splat(lr), epsilon = f32x4.splat(eps), keep = f32x4.splat(<f32>1 - lr * decay), clip = f32x4.splat(shrink)
  for (let o: usize = 0; o < WEIGHT_BYTES; o += 16) {
    const grad = f32x4.mul(v128.load(g + o), clip)
    const m1 = f32x4.add(f32x4.mul(v128.load(m + o), b1), f32x4.mul(grad, c1))
    const v1 = f32x4.add(f32x4.mul(v128.load(v + o), b2), f32x4.mul(f32x4.mul(grad, grad), c2))
    v128.store(m + o, m1)
    v128.store(v + o, v1)
    const step4 = f32x4.div(f32x4.mul(m1, k1), f32x4.add(f32x4.sqrt(f32x4.mul(v1, k2)), epsilon))
    v128.store(w + o, f32x4.sub(f32x4.mul(v128.load(w + o), keep), f32x4.mul(rate, step4)))
  }
}
