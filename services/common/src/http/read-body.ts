import type { IncomingMessage } from 'node:http'
import { ChorusError, problem } from '../errors/chorus-error.ts'

/** Reads a request's body as a whole.
 * @throws {ChorusError} BAD_USER_INPUT with details.status 413 when it has more bytes than allowed.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > maxBytes) throw tooLarge(announced, maxBytes)
  const chunks: Buffer[] = []
  let bytes = 0
  // Leaving the loop must not destroy the connection: the refusal still has to be sent over it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(bytes, maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(bytes: number, maxBytes: number): ChorusError {
  return new ChorusError({
    code: 'BAD_USER_INPUT',
    message: problem({
      expected: `a body of at most ${maxBytes} bytes`,
      found: `${bytes} or more`,
      fix: 'Send it in smaller parts',
    }),
    details: { status: 413, maxBytes },
  })
}
