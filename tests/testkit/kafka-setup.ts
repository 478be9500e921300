import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { installJars, missingForBroker } from '../../deploy/kafka/install-jars.ts'
import { startBroker } from '../../deploy/kafka/start-broker.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of a real broker; empty where none can be had, and then `kafkaMissing` says why. */
    kafkaBrokers: string
    kafkaMissing: string
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const jarsFolder = `${root}.chorus/kafka`

/**
 * Starts one real Kafka for a project's tests and stops it after them. Where KAFKA_BROKERS is set, that cluster is used.
 * Where neither is possible the tests are skipped, loudly; with CI=true that is a failure.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.KAFKA_BROKERS ?? ''
  const missing = given === '' ? await missingForBroker(jarsFolder) : null
  project.provide('kafkaMissing', missing ?? '')
  if (missing !== null) {
    const sentence = `The Kafka tests need ${missing}, or KAFKA_BROKERS`
    if (process.env.CI === 'true') throw new Error(`${sentence}: in CI they are required.`)
    console.warn(`\n  !! ${sentence}: they are SKIPPED.\n`)
    project.provide('kafkaBrokers', '')
    return undefined
  }
  if (given !== '') {
    project.provide('kafkaBrokers', given)
    return undefined
  }
  const lib = await installJars(jarsFolder)
  const folder = `${root}tests/.tmp/kafka-${process.pid}`
  await mkdir(folder, { recursive: true })
  const [port, controllerPort] = [await findFreePort(), await findFreePort()]
  const broker = await startBroker({ folder, lib, port, controllerPort })
  project.provide('kafkaBrokers', broker.brokers.join(','))
  return async () => {
    await broker.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A port that the system has just found free. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
