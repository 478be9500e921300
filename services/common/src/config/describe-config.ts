import type { Settings } from './setting.ts'

/** A row of docs/configuration.md. */
export interface SettingRow {
  readonly variable: string
  readonly required: boolean
  readonly default: string
  readonly example: string
  readonly description: string
}

/** The settings as rows for the generated documentation, sorted by variable. Absent texts are ''. */
export function describeConfig(settings: Settings): SettingRow[] {
  return Object.values(settings)
    .map((item) => ({
      variable: item.variable,
      required: item.default === undefined && !item.schema.safeParse(undefined).success,
      default: item.default ?? '',
      example: item.example ?? '',
      description: item.description,
    }))
    .sort((a, b) => (a.variable < b.variable ? -1 : 1))
}
