import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { setting, wholeNumber } from '@chorus/common/src/config/setting.ts'
import { messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { z } from 'zod'
import { brokerPidFile, livingBroker } from '../local/kafka/broker-pid-file.ts'
import { installJars, missingForBroker } from './install-jars.ts'
import { answers, startBroker } from './start-broker.ts'

/** What `npm run kafka` reads from the environment. */
export const kafkaSettings = {
  port: setting({
    variable: 'CHORUS_KAFKA_PORT',
    schema: wholeNumber(1_024, 65_534),
    description: 'Port of the local Kafka broker; its controller takes the next one.',
    default: '9092',
  }),
  dataFolder: setting({
    variable: 'CHORUS_DATA_DIR',
    schema: z.string().transform((path) => resolve(path)),
    description: 'Folder of everything that is kept; the broker uses kafka/ in it.',
    default: '.chorus',
  }),
} as const

const help = `npm run kafka             starts a single-node Apache Kafka on 127.0.0.1 and leaves it running
npm run kafka -- --stop   stops it
The first start downloads 27 MB with Maven. Needs Java 17 and Maven. Port: CHORUS_KAFKA_PORT (9092).`

async function start(dataFolder: string, port: number): Promise<void> {
  const folder = join(dataFolder, 'kafka')
  const brokers = [`127.0.0.1:${port}`]
  if (await answers(brokers)) {
    console.log(`Kafka answers at ${brokers[0]} already.`)
    return
  }
  const supervised = livingBroker(brokerPidFile(dataFolder))
  if (supervised !== undefined)
    throw new Error(
      `npm start -- --kafka runs a broker on ${folder} already (pid ${supervised}). Use that one.`,
    )
  const missing = await missingForBroker(folder)
  if (missing !== null)
    throw new Error(`Kafka needs ${missing}. Install it, or set KAFKA_BROKERS to a cluster of yours.`)
  const lib = await installJars(folder)
  const broker = await startBroker({ folder, lib, port, controllerPort: port + 1, isDetached: true })
  await writeFile(join(folder, 'broker.pid'), String(broker.pid))
  console.log(
    `Kafka is ready at ${brokers[0]}: KAFKA_BROKERS=${brokers[0]} (pid ${broker.pid}, data in ${folder})`,
  )
}

async function stop(folder: string): Promise<void> {
  const file = join(folder, 'broker.pid')
  const pid = livingBroker(file)
  if (pid === undefined) {
    console.log('No broker that was started here is running.')
    return
  }
  process.kill(pid, 'SIGTERM')
  while (livingBroker(file) === pid) await new Promise((resolve) => setTimeout(resolve, 100))
  await rm(file)
  console.log('Kafka has stopped.')
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { stop: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(help)
  const config = parseConfig(kafkaSettings, process.env, { elsewhere: ['CHORUS_*'] })
  await (values.stop ? stop(join(config.dataFolder, 'kafka')) : start(config.dataFolder, config.port))
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(messageOf(error))
    process.exit(1)
  },
)
