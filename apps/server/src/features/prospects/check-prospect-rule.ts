import type { ProspectRuleInput } from '@foyer/protocol/prospect-rule';
import { checkEntries } from '@foyer/rules/check-entries';
import { checkExpression } from '@foyer/rules/check-expression';
import { checkPageLine } from '@foyer/rules/specific-pages';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { listInvites } from '../invites/list-invites.ts';

/** Throws `invalid_request`, naming each field, for what only the site's other documents and the engine can tell. */
export async function checkProspectRule(db: Kysely<Database>, siteId: string, rule: ProspectRuleInput): Promise<void> {
  const fields = [
    ...checkEntries(rule.specificPages, 'specificPages', checkPageLine),
    ...(rule.conditions === null ? [] : checkExpression(rule.conditions, 'conditions')),
  ];
  const { invite } = rule.actions;
  if (invite !== null && !(await listInvites(db, siteId)).some((one) => one.id === invite))
    fields.push({ path: 'actions.invite', message: 'is no invite of this site' });
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}
