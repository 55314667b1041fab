import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { insertInstallation, readInstallation, updateInstallation } from './installation-repository.ts';

/** A value kept for the whole installation, or null. */
export function readInstallationValue(db: Kysely<Database>, name: string): Promise<string | null> {
  return readInstallation(db, name);
}

/** Replaces a value that is still the one that was read (null: none); false: somebody was first. */
export function writeInstallationValue(
  db: Kysely<Database>,
  name: string,
  before: string | null,
  value: string,
): Promise<boolean> {
  return before === null ? insertInstallation(db, name, value) : updateInstallation(db, name, before, value);
}
