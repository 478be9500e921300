import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import type { ConfigOf, Settings } from '@chorus/common/src/config/setting.ts'
import { wholeNumber } from '@chorus/common/src/config/setting.ts'
import { type PortPlan, planPorts, serviceNames } from './port-plan.ts'
import { serviceSettings } from './service-settings.ts'
import { startSettings } from './settings.ts'

/** What the person's variables say. */
export interface StartEnvironment {
  readonly config: ConfigOf<typeof startSettings>
  readonly ports: PortPlan
}

/**
 * Reads our own variables and checks those of all services with them, so that every wrong one is told at once.
 * @throws {ConfigError} with all problems.
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): StartEnvironment {
  const all: Record<string, Settings[string]> = {}
  for (const [name, settings] of Object.entries(serviceSettings)) {
    for (const [key, setting] of Object.entries(settings)) all[`${name}.${key}`] = optional(setting)
  }
  const config = parseConfig({ ...distinct(all), ...startSettings }, env, {
    elsewhere: ['CHORUS_SUBGRAPH_*'],
  })
  const ports: Record<string, number> = { ...planPorts(config.portBase) }
  for (const name of serviceNames) {
    const own = env[`CHORUS_${name.toUpperCase()}_PORT`]
    if (own && wholeNumber(1, 65_535).safeParse(own).success) ports[name] = Number(own)
  }
  if (config.kafkaPort !== undefined) {
    ports.kafka = config.kafkaPort
    ports.kafkaController = config.kafkaPort + 1
  }
  return { config, ports: ports as PortPlan }
}

/** What a service requires and the person leaves out, we provide. */
function optional(setting: Settings[string]): Settings[string] {
  return { ...setting, schema: setting.schema.optional() }
}

/** A variable that several services read is judged once; ours come last and win. */
function distinct(settings: Settings): Settings {
  const ours = new Set(Object.values(startSettings).map((setting) => setting.variable as string))
  const seen = new Set<string>()
  return Object.fromEntries(
    Object.entries(settings).filter(([, { variable }]) => {
      if (seen.has(variable) || ours.has(variable)) return false
      seen.add(variable)
      return true
    }),
  )
}
