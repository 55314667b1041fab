import type { Department, Skill } from '@foyer/protocol/department';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { selectDocuments } from './department-repository.ts';

/** A site's departments by name, for other features. */
export function listDepartments(db: Kysely<Database>, siteId: string): Promise<Department[]> {
  return selectDocuments(db, 'department', siteId);
}

/** A site's skills by name, likewise. */
export function listSkills(db: Kysely<Database>, siteId: string): Promise<Skill[]> {
  return selectDocuments(db, 'skill', siteId);
}
