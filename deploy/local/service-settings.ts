import type { Settings } from '@chorus/common/src/config/setting.ts'
import { gatewaySettings } from '@chorus/gateway/src/config.ts'
import { modelSettings } from '@chorus/model/src/config.ts'
import { samplerSettings } from '@chorus/sampler/src/config.ts'
import { trainerSettings } from '@chorus/trainer/src/config.ts'
import { voterSettings } from '@chorus/voter/src/config.ts'
import type { ServiceName } from './port-plan.ts'

/** What each service reads from its environment. */
export const serviceSettings: Readonly<Record<ServiceName, Settings>> = {
  model: modelSettings,
  sampler: samplerSettings,
  voter: voterSettings,
  trainer: trainerSettings,
  gateway: gatewaySettings,
}
