/** A member of a group as a process of its own: prints each event's text, then hangs in its handler until it is killed. */
import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createKafkaBus } from '@chorus/common/src/bus/kafka/create-kafka-bus.ts'
import { createPostgresBus } from '@chorus/common/src/bus/postgres-log/create-postgres-bus.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'

const [adapter = '', address = '', group = '', topic = ''] = process.argv.slice(2)

function connect(): EventBus {
  switch (adapter) {
    case 'postgres':
      return createPostgresBus({ url: address, leaseMs: 1_500, log: silentLogger })
    case 'kafka':
      return createKafkaBus({
        connection: { brokers: address.split(','), tls: false, sessionTimeoutMs: 6_000 },
        log: silentLogger,
      })
    default:
      throw new Error(`Expected the name of an adapter, found ${adapter}.`)
  }
}

const bus = connect()
await bus.start()
await bus
  .consume({
    group,
    topics: [topic],
    handler: async (batch) => {
      for (const event of batch) process.stdout.write(`${event.value.toString()}\n`)
      await new Promise(() => undefined)
    },
  })
  .start()
