import { join } from 'node:path'
import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { missingForBroker } from '../../kafka/install-jars.ts'
import { livingBroker } from './broker-pid-file.ts'

/**
 * Checks that a broker can be started on the data folder.
 * @throws {ChorusError} BAD_CONFIGURATION that says what is missing or in the way, and what to do.
 */
export async function checkKafka(folder: string): Promise<void> {
  const home = join(folder, 'kafka')
  const other = livingBroker(join(home, 'broker.pid'))
  if (other !== undefined) {
    throw badConfiguration(
      'that no broker runs on the data folder yet',
      `the one of npm run kafka (pid ${other})`,
      'Stop it (npm run kafka -- --stop), or use it: KAFKA_BROKERS=127.0.0.1:9092 npm start',
    )
  }
  const missing = await missingForBroker(home)
  if (missing === null) return
  throw badConfiguration(
    'what a local Kafka needs (--kafka)',
    `that this is missing: ${missing}`,
    'Install it, set KAFKA_BROKERS to a cluster of yours, or leave --kafka out: events then go over PostgreSQL',
  )
}

function badConfiguration(expected: string, found: string, fix: string): ChorusError {
  return new ChorusError({ code: 'BAD_CONFIGURATION', message: problem({ expected, found, fix }) })
}
