import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { selectProspectRules } from './prospect-rule-repository.ts';

/** A site's prospect rules in their order. */
export function listProspectRules(db: Kysely<Database>, siteId: string): Promise<ProspectRule[]> {
  return selectProspectRules(db, siteId);
}
