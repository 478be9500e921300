import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An HTTP proxy that counts what passes. */
export interface CountingProxy {
  readonly port: number
  /** Where it sends everything. */
  setTarget(port: number): void
  /** Bodies of the POSTs that have passed since the last reset. */
  bodies(): readonly string[]
  reset(): void
  close(): void
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function createCountingProxy(): Promise<CountingProxy> {
  let target = 0
  let bodies: string[] = []
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      if (incoming.method === 'POST') bodies.push(body.toString('utf8'))
      forward({ incoming, answer, body, port: target })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    setTarget: (port) => {
      target = port
    },
    bodies: () => bodies,
    reset: () => {
      bodies = []
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function forward(input: {
  readonly incoming: IncomingMessage
  readonly answer: ServerResponse
  readonly body: Buffer
  readonly port: number
}): void {
  const { incoming, answer, body, port } = input
  const { method, url: path, headers } = incoming
  const onward = request({ host: '127.0.0.1', port, method, path, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers)
    reply.pipe(answer)
  })
  onward.on('error', () => answer.destroy())
  onward.end(body)
}
