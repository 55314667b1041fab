import { z } from 'zod';
import { expressionSchema } from './condition.ts';
import { changedVersion, documentMeta, maxRulesPerSite } from './document.ts';
import { decimalAmount } from './money.ts';
import { name, text } from './text.ts';

/** Icons an alert can show beside its visitors. */
export const alertIcons = [
  'flag',
  'star',
  'bolt',
  'search',
  'ad',
  'heart',
  'bell',
  'eye',
  'user',
  'building',
  'globe',
  'none',
] as const;

/** Name of the alert that a new site has; it matches every visit, stays last and can't be deleted (S-012). */
export const allVisitorsName = 'All visitors';

const patterns = z.array(text(500, 1)).max(200);

/** Fields of a site alert (rules.md section 5, S-010 to S-027). */
export const alertFields = {
  name: name(80),
  enabled: z.boolean().default(true),
  shadow: z.boolean().default(false),
  icon: z.enum(alertIcons).default('flag'),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, { message: 'must be a colour such as #2f9e44' })
    .nullable()
    .default(null),
  paid: z
    .strictObject({
      cost: z.union([z.strictObject({ fixed: decimalAmount }), z.strictObject({ queryParameter: text(100, 1) })]),
      clickFraud: z
        .strictObject({ entriesPerDay: z.number().int().min(1).max(1000) })
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
  /** `anywhere` is any referrer, direct entry included; else names of referring sites. */
  searchEngines: z.union([z.literal('anywhere'), z.array(text(80, 1)).min(1).max(100)]).default('anywhere'),
  ownOrganisation: z.boolean().default(false),
  entryPages: patterns.default([]),
  keywords: patterns.default([]),
  addresses: patterns.default([]),
  conditions: expressionSchema.nullable().default(null),
  actions: z
    .strictObject({
      /** Id (or, in scenario and import files, name) of the invite to send. */
      invite: text(80, 1).nullable().default(null),
      emailVisitor: z.boolean().default(false),
      emailStaff: z.array(z.email()).max(50).default([]),
      popup: z.boolean().default(false),
      webhook: z.boolean().default(false),
    })
    .prefault({}),
};

/** An alert as it is sent to be made. */
export const alertInputSchema = z.strictObject(alertFields);
export type AlertInput = z.infer<typeof alertInputSchema>;

/** An alert as it is sent to be changed: all fields, and the version it was read at. */
export const alertChangeSchema = z.strictObject({ ...alertFields, ...changedVersion });

/** An alert as it is stored and answered. `builtIn` marks *All visitors*. */
export const alertSchema = z.strictObject({ ...documentMeta, ...alertFields, builtIn: z.boolean() });
export type Alert = z.infer<typeof alertSchema>;

/** The whole order of a site's alerts: every id once; the built-in one, if named, last. */
export const alertOrderSchema = z.strictObject({ ids: z.array(z.uuid()).max(maxRulesPerSite) });

/** A site's alerts in their order, and those that no visit can reach (S-014). */
export const alertListSchema = z.object({
  items: z.array(alertSchema),
  unreachable: z.array(
    z.object({
      id: z.uuid(),
      /** In words. */
      reason: z.string(),
      /** `catchAll`: the one that blocks it matches every visit. `sameCriteria`: it matches all that this one would. */
      because: z.enum(['catchAll', 'sameCriteria']),
      blockedById: z.uuid(),
      blockedByName: z.string(),
    }),
  ),
});
export type AlertList = z.infer<typeof alertListSchema>;

const count = z.number().int().min(0);

/** What alerts have reached in the last 30 days. */
export const alertReachSchema = z.object({
  days: z.number().int(),
  /** Visits of the site in that time. */
  visits: count,
  /** One for each alert. `shadow`: visits it would have had, of one in shadow; else null. */
  items: z.array(z.object({ id: z.uuid(), visits: count, shadow: count.nullable() })),
});
export type AlertReach = z.infer<typeof alertReachSchema>;

/** Whether organisations can be told (S-022): not loaded yet, loaded, or there is no database of them. */
export const organisationStateSchema = z.object({ organisations: z.enum(['waiting', 'ready', 'missing']) });
