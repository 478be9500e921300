import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ModelCard } from '../backend.ts'
import { sha256 } from './checkpoint.ts'

const registrySchema = z.object({
  version: z.literal(1),
  models: z.array(
    z.object({
      id: z.string(),
      parent: z.string().nullable(),
      weightsHash: z.string(),
      createdAtMs: z.number(),
    }),
  ),
})

type Entry = z.infer<typeof registrySchema>['models'][number]

/** Models by id, and their weights as files named by content; everything is on disk before a call returns. */
export type WeightStore = {
  readonly models: () => readonly ModelCard[]
  /** Hash of a model's weights; null when there is no such model. */
  readonly hashOf: (model: string) => string | null
  /** Stores weights under a model's name, replacing an earlier model of that name; their SHA-256, hex. */
  readonly put: (model: { id: string; parent: string | null; weights: Float32Array }) => string
  /** Takes a model out, and its weights when no other model has them; false when there is none of that name. */
  readonly remove: (id: string) => boolean
}

/** Where the weights with a hash lie. */
export function weightsFile(dataDir: string, hash: string): string {
  return join(dataDir, 'weights', `${hash}.f32`)
}

/** Reads weights and checks them against their name. @throws when the file is missing or damaged */
export function readWeights(dataDir: string, hash: string): Float32Array {
  const bytes = readFileSync(weightsFile(dataDir, hash))
  if (sha256(bytes) !== hash) throw new Error(`expected weights with the hash ${hash}, got a damaged file`)
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

function replaceFile(path: string, bytes: string | Uint8Array): void {
  const temporary = `${path}.${randomUUID()}.tmp`
  writeFileSync(temporary, bytes, { flush: true })
  renameSync(temporary, path)
}

function readRegistry(path: string): Entry[] {
  if (!existsSync(path)) return []
  return registrySchema.parse(JSON.parse(readFileSync(path, 'utf8'))).models
}

/** Opens a folder, made when missing; half-written files of a killed process are swept away. */
export function openWeightStore(dataDir: string, nowMs: () => number): WeightStore {
  const registryFile = join(dataDir, 'models.json')
  mkdirSync(join(dataDir, 'weights'), { recursive: true })
  for (const folder of [dataDir, join(dataDir, 'weights')]) {
    for (const name of readdirSync(folder)) if (name.endsWith('.tmp')) rmSync(join(folder, name))
  }
  let entries = readRegistry(registryFile)
  const save = (next: Entry[]): void => {
    replaceFile(registryFile, `${JSON.stringify({ version: 1, models: next }, null, 2)}\n`)
    const orphans = new Set(entries.map((entry) => entry.weightsHash))
    for (const entry of next) orphans.delete(entry.weightsHash)
    entries = next
    for (const hash of orphans) rmSync(weightsFile(dataDir, hash), { force: true })
  }
  return {
    models: () => entries.map(({ id, parent, createdAtMs }) => ({ id, parent, createdAtMs })),
    hashOf: (model) => entries.find((entry) => entry.id === model)?.weightsHash ?? null,
    put: ({ id, parent, weights }) => {
      const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength)
      const weightsHash = sha256(bytes)
      const file = weightsFile(dataDir, weightsHash)
      if (!existsSync(file)) replaceFile(file, bytes)
      const known = entries.find((entry) => entry.id === id)
      if (known?.weightsHash === weightsHash) return weightsHash
      save([...entries.filter((entry) => entry.id !== id), { id, parent, weightsHash, createdAtMs: nowMs() }])
      return weightsHash
    },
    remove: (id) => {
      if (!entries.some((entry) => entry.id === id)) return false
      save(entries.filter((entry) => entry.id !== id))
      return true
    },
  }
}
