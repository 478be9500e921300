// Elementary functions on four floats. They live here, not in the host, so that every machine computes the same bits.
// @ts-ignore: decorator
@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x)
}

/** Sum of the four lanes, always in the order (0+2)+(1+3). */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  const half = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1)
}

// @ts-ignore: decorator
@inline
export function maxLanes(v: v128): f32 {
  const half = f32x4.max(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return max(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1))
}

/**
 * e^x with a relative error below 2e-7 (Cephes expf, by conversion to integer). Arguments are clamped to [-64, 88]:
 * e^-64 is nothing beside a softmax's largest term, and no product of it becomes a denormal, which is slow.
 */
// @ts-ignore: decorator
@inline
export function exp4(argument: v128): v128 {
  const x = f32x4.min(f32x4.max(argument, splat(-64.0)), splat(88.0))
  const n = f32x4.nearest(f32x4.mul(x, splat(1.44269504088896341)))
  let r = f32x4.sub(x, f32x4.mul(n, splat(0.693359375)))
  r = f32x4.sub(r, f32x4.mul(n, splat(-2.12194440e-4)))
  let p = splat(1.9875691500e-4)
  p = f32x4.add(f32x4.mul(p, r), splat(1.3981999507e-3))
  p = f32x4.add(f32x4.mul(p, r), splat(8.3334519073e-3))
  p = f32x4.add(f32x4.mul(p, r), splat(4.1665795894e-2))
  p = f32x4.add(f32x4.mul(p, r), splat(1.6666665459e-1))
  p = f32x4.add(f32x4.mul(p, r), splat(5.0000001201e-1))
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), splat(1.0))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return f32x4.mul(p, power)
}

// @ts-ignore: decorator
@inline
export function roundUp8(n: i32): i32 {
  return (n + 7) & ~7
}

/** Memory on a 16-byte boundary, never freed; it is zero because it was never used, and costs nothing until it is. */
export function allocate(bytes: usize): usize {
  return (heap.alloc(bytes + 16) + 15) & ~15
}
