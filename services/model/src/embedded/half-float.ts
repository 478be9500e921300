const scratch = new Float32Array(1)
const scratchBits = new Uint32Array(scratch.buffer)

/** Nearest 16-bit float (ties to even) of a finite 32-bit float, as its bits; overflow becomes infinity. */
export function toHalfBits(value: number): number {
  scratch[0] = value
  const bits = scratchBits[0] ?? 0
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude >= 0x47800000) return sign | 0x7c00
  if (magnitude < 0x38800000) {
    scratch[0] = Math.abs(value) * 16_777_216
    const steps = scratch[0] ?? 0
    const floor = Math.floor(steps)
    const rest = steps - floor
    return sign | (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor)
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1)
  return sign | ((rounded - 0x38000000) >>> 13)
}

/** The number that the bits of a finite 16-bit float stand for. */
export function fromHalfBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return (sign * fraction) / 16_777_216
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
