import type { Migration } from '@chorus/common/src/postgres/migration.ts'
import { trainerTables } from './0001-trainer.ts'

/** The trainer's migrations, in order. */
export const trainerMigrations: readonly Migration[] = [trainerTables]
