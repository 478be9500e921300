import { z } from 'zod'

/** One environment variable: how to read it, and what the documentation says about it. */
export interface Setting<T> {
  readonly variable: string
  /** Parses the variable's text. A schema that takes undefined makes it optional. */
  readonly schema: z.ZodType<T>
  /** One sentence. */
  readonly description: string
  /** Text used when the variable is missing or empty. */
  readonly default?: string
  readonly example?: string
  /** The value is never printed. Default false. */
  readonly secret?: boolean
}

/** A flat map from names in code to environment variables. */
export type Settings = Readonly<Record<string, Setting<unknown>>>

/** What parseConfig makes of a map of settings. */
export type ConfigOf<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer T> ? T : never
}

/** Declares a setting, keeping its type. */
export function setting<T>(input: Setting<T>): Setting<T> {
  return input
}

/** Texts for the usual kinds of variables. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/, `a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `a whole number from ${min} to ${max}`)

/** true or false. */
export const trueOrFalse = z.enum(['true', 'false'], 'true or false').transform((text) => text === 'true')

/** A comma list; empty parts are dropped. */
export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)
