import { join } from 'node:path'
import { installJars } from '../../kafka/install-jars.ts'
import { answers, prepareBroker } from '../../kafka/start-broker.ts'
import type { ChildSpec } from '../supervise/supervised-child.ts'
import { brokerPidFile } from './broker-pid-file.ts'
import { endStaleBroker } from './end-stale-broker.ts'

/** A broker to supervise. */
export interface KafkaChild {
  readonly spec: ChildSpec
  /** Holds the pid of the broker that runs. */
  readonly pidFile: string
  readonly brokers: readonly string[]
}

/** The shell writes its pid and becomes the broker, so that whoever comes later knows which process it is. */
const launcher = 'echo $$ > "$0" && exec "$@"'

/** Prepares a broker in `<folder>/kafka` and says how to run it, on 127.0.0.1 only. */
export async function prepareKafka(input: {
  readonly folder: string
  readonly ports: { readonly kafka: number; readonly kafkaController: number }
  readonly logFile: string
}): Promise<KafkaChild> {
  const folder = join(input.folder, 'kafka')
  const lib = await installJars(folder)
  await endStaleBroker(input.folder)
  const { kafka: port, kafkaController: controllerPort } = input.ports
  const { command, args, brokers } = await prepareBroker({ folder, lib, port, controllerPort })
  const pidFile = brokerPidFile(input.folder)
  const spec: ChildSpec = {
    name: 'kafka',
    command: 'sh',
    args: ['-c', launcher, pidFile, command, ...args],
    env: process.env,
    cwd: '/',
    logFile: input.logFile,
    isReady: () => answers(brokers),
  }
  return { spec, pidFile, brokers }
}
