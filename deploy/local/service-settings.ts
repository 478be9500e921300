import { existsSync } from 'node:fs'
import type { Settings } from '@chorus/common/src/config/setting.ts'
import { type ServiceName, serviceNames } from './port-plan.ts'

/** The settings that each service declares in its config.ts, by service. */
export async function loadServiceSettings(): Promise<ReadonlyMap<ServiceName, Settings>> {
  const settings = new Map<ServiceName, Settings>()
  for (const name of serviceNames) {
    const url = new URL(`../../services/${name}/src/config.ts`, import.meta.url)
    if (!existsSync(url)) continue
    const module = (await import(url.href)) as Record<string, Settings>
    const found = module[`${name}Settings`]
    if (found !== undefined) settings.set(name, found)
  }
  return settings
}

/** The services that can be run. */
export async function presentServices(): Promise<ServiceName[]> {
  return serviceNames.filter((name) =>
    existsSync(new URL(`../../services/${name}/src/main.ts`, import.meta.url)),
  )
}
