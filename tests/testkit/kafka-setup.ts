import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { installJars, missingForBroker } from '../../deploy/kafka/install-jars.ts'
import { startTestBroker } from './broker.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of a real broker; empty where none can be had, and then `kafkaMissing` says why. */
    kafkaBrokers: string
    kafkaMissing: string
    /** Folder of the jars for brokers that a test starts itself; empty where they cannot be had. */
    kafkaLib: string
  }
}

const jarsFolder = fileURLToPath(new URL('../../.chorus/kafka', import.meta.url))

/**
 * Starts one real Kafka for a project's tests and stops it after them. Where KAFKA_BROKERS is set, that cluster is used.
 * Where neither is possible the tests are skipped, loudly; with CI=true that is a failure.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.KAFKA_BROKERS ?? ''
  const missing = await missingForBroker(jarsFolder)
  if (missing !== null) sayMissing(missing, given)
  const lib = missing === null ? await installJars(jarsFolder) : ''
  const broker = given === '' && lib !== '' ? await startTestBroker({ lib }) : undefined
  project.provide('kafkaMissing', missing ?? '')
  project.provide('kafkaLib', lib)
  project.provide('kafkaBrokers', broker === undefined ? given : broker.brokers.join(','))
  return broker?.remove
}

function sayMissing(missing: string, given: string): void {
  const which = given === '' ? 'The Kafka tests' : 'The Kafka tests that start brokers of their own'
  const sentence = `${which} need ${missing}${given === '' ? ', or KAFKA_BROKERS' : ''}`
  if (process.env.CI === 'true') throw new Error(`${sentence}: in CI they are required.`)
  console.warn(`\n  !! ${sentence}: they are SKIPPED.\n`)
}
