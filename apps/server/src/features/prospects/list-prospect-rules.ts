import { type ProspectRule, prospectRuleInputSchema } from '@foyer/protocol/prospect-rule';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { insertProspectRule, selectProspectRules } from './prospect-rule-repository.ts';

/** A site's prospect rules in their order. */
export function listProspectRules(db: Kysely<Database>, siteId: string): Promise<ProspectRule[]> {
  return selectProspectRules(db, siteId);
}

/** Adds a prospect rule after the others. Within a transaction. */
export function addProspectRule(
  trx: Kysely<Database>,
  siteId: string,
  input: z.input<typeof prospectRuleInputSchema>,
): Promise<ProspectRule> {
  return insertProspectRule(trx, siteId, prospectRuleInputSchema.parse(input));
}
