import { CONTEXT, HEADS, HEAD_BYTES, ROPE_BASE, ROW } from './shape'
import { allocate } from './vector'

const HALF: i32 = 8
let cosines: usize = 0
let sines: usize = 0

export function buildRopeTables(): void {
  if (cosines != 0) return
  cosines = allocate(<usize>(CONTEXT * HALF) << 2)
  sines = allocate(<usize>(CONTEXT * HALF) << 2)
  for (let i = 0; i < HALF; i++) {
    const frequency = Math.pow(ROPE_BASE, -<f64>i / <f64>HALF)
    for (let p = 0; p < CONTEXT; p++) {
      const at = <usize>(p * HALF + i) << 2
      store<f32>(cosines + at, <f32>Math.cos(<f64>p * frequency))
      store<f32>(sines + at, <f32>Math.sin(<f64>p * frequency))
    }
  }
}

/** Turns the query and the key of one row (the first two thirds of qkv) by its position; sign -1 turns back. */
export function rotate(qkv: usize, position: i32, sign: f32): void {
  assert(position >= 0 && position < CONTEXT)
  const c = cosines + (<usize>(position * HALF) << 2)
  const s = sines + (<usize>(position * HALF) << 2)
  const c0 = v128.load(c), c1 = v128.load(c, 16)
  const turn = f32x4.splat(sign)
  const s0 = f32x4.mul(v128.load(s), turn), s1 = f32x4.mul(v128.load(s, 16), turn)
  for (let h = 0; h < 2 * HEADS; h++) {
    const at = qkv + <usize>h * HEAD_BYTES
    const x0 = v128.load(at), x1 = v128.load(at, 16), y0 = v128.load(at, 32), y1 = v128.load(at, 48)
    v128.store(at, f32x4.sub(f32x4.mul(x0, c0), f32x4.mul(y0, s0)))
    v128.store(at, f32x4.sub(f32x4.mul(x1, c1), f32x4.mul(y1, s1)), 16)
    v128.store(at, f32x4.add(f32x4.mul(y0, c0), f32x4.mul(x0, s0)), 32)
    v128.store(at, f32x4.add(f32x4.mul(y1, c1), f32x4.mul(x1, s1)), 48)
  }
}
