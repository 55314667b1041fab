import { z } from 'zod';
import { alertInputSchema } from './alert.ts';
import { exclusionsInputSchema } from './exclusions.ts';
import { inviteInputSchema } from './invite.ts';
import { prospectRuleInputSchema } from './prospect-rule.ts';

/** What of a site findings can be of. */
export const lintedKinds = ['alert', 'prospectRule', 'invite', 'exclusions'] as const;
export type LintedKind = (typeof lintedKinds)[number];

/**
 * What can be wrong with rules (B-303). Of conditions: `neverHolds` no visit can meet it, `contradicts` not together with the one
 * at `relatedPath`, `outsideRule` not together with what else the rule asks for or with when it is looked at, `over` only days
 * that have passed, `alwaysHolds` every visit meets it, `repeats` stands there twice. Of alerts: `unreachable`, `unknownEngine`,
 * `noOrganisations`, `noVisitorMail`. Of prospect rules: `everybody` fires for every visitor on the first page, `sameCriteria`.
 * Of what they do: `noInvite` the invite is gone, `inviteDisabled`, `inviteInShadow`, `noRecipients`, `noPhones`, `noWebhook`. Of
 * invites: `nowhere` sends itself on no page, `neverShown`, `goneBeforeThere`. Of lists: `excluded` what is asked for is excluded,
 * `covered` another entry says it already, `everything` nobody is left, `unknownName` there is no such alert.
 */
export const findingCodes = [
  'neverHolds',
  'contradicts',
  'outsideRule',
  'over',
  'alwaysHolds',
  'repeats',
  'unreachable',
  'unknownEngine',
  'noOrganisations',
  'noVisitorMail',
  'everybody',
  'sameCriteria',
  'noInvite',
  'inviteDisabled',
  'inviteInShadow',
  'noRecipients',
  'noPhones',
  'noWebhook',
  'nowhere',
  'neverShown',
  'goneBeforeThere',
  'excluded',
  'covered',
  'everything',
  'unknownName',
] as const;
export type FindingCode = (typeof findingCodes)[number];

const ruleReference = z.object({ kind: z.enum(lintedKinds), id: z.string(), name: z.string() });

/** One thing wrong with a rule. */
export const ruleFindingSchema = z.object({
  /** The same for the same thing, whenever it is looked for. */
  key: z.string(),
  kind: z.enum(lintedKinds),
  /** Empty: of the exclusions, which are one document. */
  ruleId: z.string(),
  ruleName: z.string(),
  code: z.enum(findingCodes),
  /** Where in the document, dotted: `conditions.all.0`, `entryPages.2`; empty: the whole of it. */
  path: z.string(),
  /** `error`: it, or what it stands for, can never do anything. `warning`: it does less, or more, than it seems to say. */
  severity: z.enum(['error', 'warning']),
  /** What is named in the words of the finding: an entry, a name. What people typed: show as text only. */
  facts: z.array(z.string()),
  related: ruleReference.nullable(),
  relatedPath: z.string().nullable(),
});
export type RuleFinding = z.infer<typeof ruleFindingSchema>;

/** All findings of a site. */
export const ruleFindingsSchema = z.object({
  items: z.array(ruleFindingSchema),
});

/** `id`: of the rule that it is to replace; null: a new one, which comes after all others. */
const id = z.uuid().nullable();
/** A rule as it stands in its editor, to be looked at as if it were saved. */
export const draftRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alert'), id, document: alertInputSchema }),
  z.strictObject({ kind: z.literal('prospectRule'), id, document: prospectRuleInputSchema }),
  z.strictObject({ kind: z.literal('invite'), id, document: inviteInputSchema }),
  z.strictObject({ kind: z.literal('exclusions'), document: exclusionsInputSchema }),
]);
export type DraftRule = z.infer<typeof draftRuleSchema>;
