import { createRandom } from '../src/families/random.ts'

const DIM = 64
const LAYERS = 2

/** Layout of a weight blob in order: name, length, deviation of the normal it starts from (null: all ones). */
export function weightLayout(): { length: number; deviation: number | null }[] {
  const fan = 1 / Math.sqrt(DIM)
  const residual = fan / Math.sqrt(2 * LAYERS)
  const layer = [
    { length: DIM, deviation: null },
    { length: DIM * 3 * DIM, deviation: fan },
    { length: DIM * DIM, deviation: residual },
    { length: DIM, deviation: null },
    { length: DIM * 4 * DIM, deviation: fan },
    { length: 4 * DIM * DIM, deviation: residual },
  ]
  return [{ length: 240 * DIM, deviation: 0.05 }, ...layer, ...layer, { length: DIM, deviation: null }]
}

/** Sum of twelve uniforms less six: close to a normal, and exact on every machine. */
export function drawInitialWeights(seed: number, parameters: number): Float32Array {
  const random = createRandom(seed ^ 0x5bd1e995)
  const weights = new Float32Array(parameters)
  let at = 0
  for (const { length, deviation } of weightLayout()) {
    for (let i = 0; i < length; i++) {
      let sum = -6
      for (let draw = 0; draw < 12; draw++) sum += random.int(65_536) / 65_536
      weights[at++] = deviation === null ? 1 : sum * deviation
    }
  }
  return weights
}
