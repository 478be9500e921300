// C (+)= A x B. A is read through a row and a column stride, so the same kernel serves forward, dX (transposed
// weights) and dW (strides swapped). Every element of C is summed over k in ascending order whatever the batch,
// which is what makes a path's text independent of the paths beside it. All strides are in bytes.

function tile4x8(k: i32, a: usize, ars: usize, acs: usize, b: usize, ldb: usize, c: usize, ldc: usize, add: bool): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00
  const c1 = c + ldc, c2 = c1 + ldc, c3 = c2 + ldc
  if (add) {
    c00 = v128.load(c); c01 = v128.load(c, 16)
    c10 = v128.load(c1); c11 = v128.load(c1, 16)
    c20 = v128.load(c2); c21 = v128.load(c2, 16)
    c30 = v128.load(c3); c31 = v128.load(c3, 16)
  }
  let a0 = a, a1 = a + ars, a2 = a1 + ars, a3 = a2 + ars
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16)
    let s = v128.load32_splat(a0)
    c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1))
    s = v128.load32_splat(a1)
    c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1))
    s = v128.load32_splat(a2)
    c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1))
    s = v128.load32_splat(a3)
    c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1))
    a0 += acs; a1 += acs; a2 += acs; a3 += acs
    b += ldb
  }
  v128.store(c, c00); v128.store(c, c01, 16)
  v128.store(c1, c10); v128.store(c1, c11, 16)
  v128.store(c2, c20); v128.store(c2, c21, 16)
  v128.store(c3, c30); v128.store(c3, c31, 16)
}

function tile1x8(k: i32, a: usize, acs: usize, b: usize, ldb: usize, c: usize, add: bool): void {
  let c0 = f32x4.splat(0), c1 = c0
  if (add) {
    c0 = v128.load(c)
    c1 = v128.load(c, 16)
  }
  for (let i = 0; i < k; i++) {
    const s = v128.load32_splat(a)
    c0 = f32x4.add(c0, f32x4.mul(s, v128.load(b)))
    c1 = f32x4.add(c1, f32x4.mul(s, v128.load(b, 16)))
    a += acs
    b += ldb
  }
  v128.store(c, c0)
  v128.store(c, c1, 16)
}

/** At most a few rows: no blocking. n must be a multiple of 8. */
export function gemmRows(m: i32, n: i32, k: i32, a: usize, ars: usize, acs: usize, b: usize, ldb: usize, c: usize, ldc: usize, add: bool): void {
  for (let j = 0; j < n; j += 8) {
    const column = <usize>j << 2
    let i = 0
    for (; i + 4 <= m; i += 4) {
      tile4x8(k, a + <usize>i * ars, ars, acs, b + column, ldb, c + <usize>i * ldc + column, ldc, add)
    }
    for (; i < m; i++) tile1x8(k, a + <usize>i * ars, acs, b + column, ldb, c + <usize>i * ldc + column, add)
  }
}

/** n must be a multiple of 8. Blocks of 64 rows keep A in the first-level cache while B's columns pass. */
export function gemm(m: i32, n: i32, k: i32, a: usize, ars: usize, acs: usize, b: usize, ldb: usize, c: usize, ldc: usize, add: bool): void {
  for (let i = 0; i < m; i += 64) {
    gemmRows(min(64, m - i), n, k, a + <usize>i * ars, ars, acs, b, ldb, c + <usize>i * ldc, ldc, add)
  }
}

/** dW += X^T dY over many rows: X is rows x m, dY rows x n, dW m x n; in chunks of 128 rows. */
export function gemmWeightGradient(rows: i32, m: i32, n: i32, x: usize, ldx: usize, dy: usize, ldy: usize, dw: usize): void {
  for (let r = 0; r < rows; r += 128) {
    gemm(m, n, min(128, rows - r), x + <usize>r * ldx, 4, ldx, dy + <usize>r * ldy, ldy, dw, <usize>n << 2, true)
  }
}

export function transpose(rows: i32, columns: i32, from: usize, ldFrom: usize, to: usize, ldTo: usize): void {
  for (let i = 0; i < rows; i++) {
    const source = from + <usize>i * ldFrom
    const target = to + (<usize>i << 2)
    for (let j = 0; j < columns; j++) store<f32>(target + <usize>j * ldTo, load<f32>(source + (<usize>j << 2)))
  }
}
