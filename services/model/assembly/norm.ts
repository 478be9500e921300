import { DIM, NORM_EPS, ROW } from './shape'
import { splat, sumLanes } from './vector'

/** y = x / rms(x) * gain, row by row; keeps 1/rms in `inverse` for the backward pass. */
export function rmsNorm(rows: i32, x: usize, gain: usize, y: usize, inverse: usize): void {
  for (let r = 0; r < rows; r++) {
    const xr = x + <usize>r * ROW
    const yr = y + <usize>r * ROW
    let squares = splat(0)
    for (let o: usize = 0; o < ROW; o += 16) {
      const v = v128.load(xr + o)
      squares = f32x4.add(squares, f32x4.mul(v, v))
    }
    const scale: f32 = <f32>1 / sqrt<f32>(sumLanes(squares) / <f32>DIM + NORM_EPS)
    store<f32>(inverse + (<usize>r << 2), scale)
    const s = splat(scale)
    for (let o: usize = 0; o < ROW; o += 16) {
      v128.store(yr + o, f32x4.mul(f32x4.mul(v128.load(xr + o), s), v128.load(gain + o)))
    }
  }
}

/** dx += the norm's input gradient, dGain += its gain gradient. */
export function rmsNormBackward(rows: i32, x: usize, gain: usize, inverse: usize, dy: usize, dx: usize, dGain: usize): void {
  for (let r = 0; r < rows; r++) {
    const xr = x + <usize>r * ROW
    const dyr = dy + <usize>r * ROW
    const dxr = dx + <usize>r * ROW
    const scale = load<f32>(inverse + (<usize>r << 2))
    const s = splat(scale)
    let dot = splat(0)
    for (let o: usize = 0; o < ROW; o += 16) {
      const dyx = f32x4.mul(v128.load(dyr + o), v128.load(xr + o))
      dot = f32x4.add(dot, f32x4.mul(dyx, v128.load(gain + o)))
      v128.store(dGain + o, f32x4.add(v128.load(dGain + o), f32x4.mul(dyx, s)))
    }
    const pull = splat(sumLanes(dot) * scale * scale * scale / <f32>DIM)
    for (let o: usize = 0; o < ROW; o += 16) {
      const push = f32x4.mul(f32x4.mul(v128.load(dyr + o), v128.load(gain + o)), s)
      const d = f32x4.sub(push, f32x4.mul(v128.load(xr + o), pull))
      v128.store(dxr + o, f32x4.add(v128.load(dxr + o), d))
    }
  }
}
