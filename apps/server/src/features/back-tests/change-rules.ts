import type { BackTestInput } from '@foyer/protocol/back-test';
import type { RuleSetSource } from '@foyer/rules/rule-set';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import { checkAlert } from '../alerts/check-alert.ts';
import { checkExclusions } from '../exclusions/check-exclusions.ts';
import { checkInvite } from '../invites/check-invite.ts';
import { checkProspectRule } from '../prospects/check-prospect-rule.ts';
import type { RuleSubject } from './rule-subject.ts';

/** Throws `invalid_request`, naming each field, where saving would refuse the draft. */
export async function checkDraft(db: Kysely<Database>, siteId: string, input: BackTestInput): Promise<void> {
  switch (input.kind) {
    case 'alert':
      return checkAlert(db, siteId, input.document);
    case 'prospectRule':
      return checkProspectRule(db, siteId, input.document);
    case 'invite':
      return checkInvite(db, siteId, input.document);
    default:
      return checkExclusions(input.document);
  }
}

/** The rules with the draft in them, switched on. Throws `not_found` where it is to replace what is not there. */
export function changeRules(
  inForce: RuleSetSource,
  input: BackTestInput,
): { readonly changed: RuleSetSource; readonly subject: RuleSubject } {
  switch (input.kind) {
    case 'alert': {
      const known = inForce.alerts.find(({ id }) => id === input.id);
      const alert = {
        ...input.document,
        ...draftMeta(input.id, known),
        enabled: true,
        builtIn: known?.builtIn ?? false,
      };
      return {
        changed: { ...inForce, alerts: put(inForce.alerts, alert, input.place, ({ builtIn }) => builtIn) },
        subject: { kind: 'alert', id: alert.id },
      };
    }
    case 'prospectRule': {
      const known = inForce.prospectRules.find(({ id }) => id === input.id);
      const rule = { ...input.document, ...draftMeta(input.id, known), enabled: true };
      return {
        changed: { ...inForce, prospectRules: put(inForce.prospectRules, rule, input.place) },
        subject: { kind: 'prospectRule', id: rule.id },
      };
    }
    case 'invite': {
      const known = inForce.invites.find(({ id }) => id === input.id);
      const invite = { ...input.document, ...draftMeta(input.id, known), enabled: true };
      return {
        changed: { ...inForce, invites: put(inForce.invites, invite, input.place) },
        subject: { kind: 'invite', id: invite.id },
      };
    }
    default:
      return { changed: { ...inForce, exclusions: input.document }, subject: { kind: 'exclusions', id: '' } };
  }
}

function draftMeta(
  id: string | null,
  known: { readonly version: number } | undefined,
): { readonly id: string; readonly version: number } {
  if (id !== null && known === undefined) throw new AppError('not_found', 'There is no such document to be changed');
  return { id: id ?? newId(), version: known?.version ?? 1 };
}

/** The list with a document in its place: where it was, where it is to be, or last but for what always stays last. */
function put<T extends { readonly id: string }>(
  list: readonly T[],
  document: T,
  place: number | undefined,
  staysLast: (one: T) => boolean = () => false,
): readonly T[] {
  const was = list.findIndex(({ id }) => id === document.id);
  const others = list.filter(({ id }) => id !== document.id);
  const most = staysLast(document) ? others.length : others.length - others.filter(staysLast).length;
  const wanted = place ?? (was === -1 ? most : was);
  return others.toSpliced(staysLast(document) ? most : Math.min(wanted, most), 0, document);
}
