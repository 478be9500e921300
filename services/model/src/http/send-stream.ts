import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

/** Sends JSON values as server-sent events; an error before the first is thrown with nothing sent yet. */
export async function sendStream(response: ServerResponse, events: AsyncIterable<unknown>): Promise<void> {
  for await (const event of events) {
    if (response.destroyed) return
    if (!response.headersSent) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      })
    }
    const hasRoom = response.write(`data: ${JSON.stringify(event)}\n\n`)
    if (!hasRoom) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  response.end('data: [DONE]\n\n')
}
