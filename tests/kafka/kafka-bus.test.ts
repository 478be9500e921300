import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createKafkaBus } from '@chorus/common/src/bus/kafka/create-kafka-bus.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { describe, inject } from 'vitest'
import { describeBusContract } from '../integration/common/bus-contract.ts'

async function openBus(brokers: string): Promise<EventBus> {
  const bus = createKafkaBus({
    connection: { brokers: brokers.split(','), tls: false, sessionTimeoutMs: 6_000 },
    log: silentLogger,
  })
  await bus.start()
  return bus
}

describe.skipIf(inject('kafkaBrokers') === '')('on Kafka', () => {
  describeBusContract('Kafka', async () => {
    const brokers = inject('kafkaBrokers')
    return {
      open: () => openBus(brokers),
      member: ['kafka', brokers],
      takeOverMs: 25_000,
      close: async () => undefined,
    }
  })
})
