import { z } from 'zod';
import { pageOf, pageQuerySchema } from './cursor.ts';
import { text } from './text.ts';

/** What the change log tells of. `…Order`: the order of a list. */
export const changeKinds = [
  'site',
  'alert',
  'alertOrder',
  'invite',
  'inviteOrder',
  'inviteImage',
  'prospectRule',
  'prospectRuleOrder',
  'exclusions',
  'referringSites',
  'notifications',
  'wrapUp',
  'tag',
  'tagSettings',
  'customer',
  'user',
  'chatOptions',
  'surveys',
  'clientForm',
  'cannedResponse',
  'cannedFolder',
  'cannedFile',
  'department',
  'skill',
  'routing',
  'openingHours',
  'reportSchedule',
  'contentGroups',
  'workPeriods',
  'apiKey',
  'signInPolicy',
  'signIn',
  'failedSignIn',
  'session',
  'twoFactor',
  'accountLink',
  'export',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One change of a setting, as listed. */
export const changeSchema = z.object({
  id: z.uuid(),
  at: z.number().int(),
  /** Null: not a person, such as a command on the server. */
  operatorId: z.uuid().nullable(),
  /** Who it was, by the name they had then. */
  operatorName: z.string(),
  kind: z.enum(changeKinds),
  documentId: z.string(),
  /** Name that the document had after the change, or before it was deleted. */
  name: z.string(),
  act: z.enum(['created', 'changed', 'deleted']),
  /** What differs, such as `name` or `actions.popup`. */
  fields: z.array(z.string()),
});
export type Change = z.infer<typeof changeSchema>;

/** One change with the whole document before and after; null: there was none. Secrets are never in it. */
export const changeDetailSchema = changeSchema.extend({
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type ChangeDetail = z.infer<typeof changeDetailSchema>;

/** Query of the change log, newest first. */
export const changeQuerySchema = pageQuerySchema.extend({
  kind: z.enum(changeKinds).optional(),
  documentId: text(64, 1).optional(),
});

export const changePageSchema = pageOf(changeSchema);
