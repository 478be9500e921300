import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fromHalfBits, toHalfBits } from './half-float.ts'
import { CONTEXT_TOKENS, PARAMETER_COUNT, VOCABULARY } from './kernel.ts'
import { TOKEN_TEXTS } from './tokenizer.ts'

const MAGIC = 'CHORUSCK'
const PREFIX_BYTES = MAGIC.length + 8

/** The one shape that the kernels are compiled for. */
export const SHAPE = {
  layers: 2,
  dim: 64,
  heads: 4,
  hidden: 256,
  context: CONTEXT_TOKENS,
  vocabulary: VOCABULARY,
  parameters: PARAMETER_COUNT,
}

const headerV1 = z.object({
  model: z.string().min(1),
  shape: z.object({
    layers: z.number(),
    dim: z.number(),
    heads: z.number(),
    hidden: z.number(),
    context: z.number(),
    vocabulary: z.number(),
    parameters: z.number(),
  }),
  /** Tokens known when it was trained; the list may have grown since. */
  tokens: z.number().int().positive(),
  tokenizerHash: z.string(),
  weights: z.literal('float16-le'),
  weightsSha256: z.string(),
})

/** A base checkpoint in memory: its model's name and weights. */
export type Checkpoint = { readonly model: string; readonly weights: Float32Array }

/** The bytes are no checkpoint that this version can load. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
}

/** SHA-256 of the first `tokens` token texts, hex. */
export function tokenizerHash(tokens: number): string {
  return createHash('sha256')
    .update(JSON.stringify(TOKEN_TEXTS.slice(0, tokens)))
    .digest('hex')
}

/** SHA-256 of bytes, hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Format version 1: magic, version and header length (both uint32 LE), JSON header, weights as 16-bit floats LE. */
export function writeCheckpoint({ model, weights }: Checkpoint): Uint8Array {
  const payload = Buffer.alloc(weights.length * 2)
  for (const [i, weight] of weights.entries()) payload.writeUInt16LE(toHalfBits(weight), i * 2)
  const header = Buffer.from(
    JSON.stringify({
      model,
      shape: SHAPE,
      tokens: TOKEN_TEXTS.length,
      tokenizerHash: tokenizerHash(TOKEN_TEXTS.length),
      weights: 'float16-le',
      weightsSha256: sha256(payload),
    } satisfies z.infer<typeof headerV1>),
  )
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.write(MAGIC, 'latin1')
  prefix.writeUInt32LE(1, MAGIC.length)
  prefix.writeUInt32LE(header.length, MAGIC.length + 4)
  return Buffer.concat([prefix, header, payload])
}

function readV1(header: Buffer, payload: Buffer): Checkpoint {
  const parsed = headerV1.safeParse(JSON.parse(header.toString('utf8')))
  if (!parsed.success)
    throw new CheckpointError(`expected a version 1 header, got: ${z.prettifyError(parsed.error)}`)
  const { model, shape, tokens, weightsSha256 } = parsed.data
  if (JSON.stringify(shape) !== JSON.stringify(SHAPE)) {
    throw new CheckpointError(`expected the shape ${JSON.stringify(SHAPE)}, got ${JSON.stringify(shape)}`)
  }
  if (tokenizerHash(tokens) !== parsed.data.tokenizerHash) {
    throw new CheckpointError(
      'expected a checkpoint of this tokenizer, got one whose tokens differ; train it again',
    )
  }
  if (payload.length !== PARAMETER_COUNT * 2 || sha256(payload) !== weightsSha256) {
    throw new CheckpointError(
      'expected weights with the hash in the header, got others; fetch the file again',
    )
  }
  return {
    model,
    weights: Float32Array.from({ length: PARAMETER_COUNT }, (_, i) =>
      fromHalfBits(payload.readUInt16LE(i * 2)),
    ),
  }
}

/** Loads a checkpoint of any version that was ever written. @throws {CheckpointError} */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < PREFIX_BYTES || file.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new CheckpointError(
      `expected a file that begins with ${MAGIC}, got ${file.length} bytes of something else`,
    )
  }
  const version = file.readUInt32LE(MAGIC.length)
  const headerEnd = PREFIX_BYTES + file.readUInt32LE(MAGIC.length + 4)
  if (version !== 1) throw new CheckpointError(`expected checkpoint version 1, got ${version}; update Chorus`)
  return readV1(file.subarray(PREFIX_BYTES, headerEnd), file.subarray(headerEnd))
}
