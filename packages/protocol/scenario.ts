import { z } from 'zod';
import { alertFields } from './alert.ts';
import { exclusionsFields } from './exclusions.ts';
import { inviteFields } from './invite.ts';
import { prospectRuleFields } from './prospect-rule.ts';
import { referringSiteSchema } from './referring-site.ts';
import { siteFields } from './site.ts';
import { text } from './text.ts';
import { contactReport, eventNameSchema, orderIdSchema, pageUrlSchema, reportedAmount } from './visitor-socket.ts';

/** Statuses an operator of a scenario can choose (product.md section 1). */
export const operatorStatuses = ['online', 'busy', 'beRightBack', 'away', 'offline'] as const;

const label = text(80, 1);
/** Documents of a scenario may have ids, as those of an export have; references are by id or by name. */
const documentId = { id: label.optional(), version: z.number().int().min(1).optional() };

const documents = {
  alerts: z.array(z.strictObject({ ...documentId, builtIn: z.boolean().optional(), ...alertFields })).max(100_000),
  prospectRules: z.array(z.strictObject({ ...documentId, ...prospectRuleFields })).max(100_000),
  invites: z.array(z.strictObject({ ...documentId, ...inviteFields })).max(100_000),
  exclusions: z.strictObject({ ...documentId, ...exclusionsFields }),
  /** Empty: the list that a new site has. */
  referringSites: z.array(referringSiteSchema.extend(documentId)).max(1000),
  /** Whom prospect rules write to. Left out: one recipient each, called `recipients`. */
  notifications: z.strictObject({
    emails: z.array(label).max(50).default([]),
    phones: z.array(label).max(50).default([]),
  }),
};

const addressFacts = z.strictObject({
  country: text(80).nullable().optional(),
  region: text(100).nullable().optional(),
  city: text(100).nullable().optional(),
  organisation: text(200).nullable().optional(),
  ownOrganisation: z.boolean().nullable().optional(),
  hostName: text(255).nullable().optional(),
  /** How long reverse DNS takes; rules wait for it at most 2 s. */
  hostNameAfterMs: z.number().int().min(0).max(60_000).optional(),
});

const at = z.iso.datetime({ offset: true });
const visitor = text(64, 1);
const tab = text(64, 1);
const onPage = { at, visitor, tab: tab.optional() };
const bare = <T extends string>(type: T) => z.strictObject({ type: z.literal(type), at, visitor });

/** What can happen in a scenario, at an instant of its own. */
export const scenarioEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('operator.status'), at, operator: label, status: z.enum(operatorStatuses) }),
  z.strictObject({
    type: z.literal('page.viewed'),
    ...onPage,
    url: pageUrlSchema,
    title: text(300).default(''),
    referrer: text(2000).nullable().default(''),
    address: text(64).default(''),
    /** Left out: an ordinary browser. */
    userAgent: text(1000).optional(),
    visible: z.boolean().default(true),
    language: text(35).optional(),
    timeZone: text(60).optional(),
    screenWidth: z.number().int().min(0).max(100_000).optional(),
  }),
  z.strictObject({ type: z.literal('page.hidden'), ...onPage }),
  z.strictObject({ type: z.literal('page.visible'), ...onPage }),
  z.strictObject({ type: z.literal('page.left'), ...onPage }),
  z.strictObject({
    type: z.literal('revenue.reported'),
    ...onPage,
    amount: reportedAmount,
    currency: z.string().max(10).optional(),
    orderId: orderIdSchema.optional(),
  }),
  z.strictObject({ type: z.literal('cost.reported'), ...onPage, amount: reportedAmount }),
  z.strictObject({ type: z.literal('contact.changed'), at, visitor, ...contactReport }),
  z.strictObject({ type: z.literal('event.happened'), ...onPage, name: eventNameSchema }),
  z.strictObject({ type: z.literal('page.scrolled'), ...onPage, depth: z.number().int().min(0).max(100) }),
  z.strictObject({ type: z.literal('exit.intended'), ...onPage }),
  bare('invite.accepted'),
  bare('invite.declined'),
  bare('chat.requested'),
  bare('chat.accepted'),
  bare('chat.ended'),
  /** From now on, these lists stand in place of those before. */
  z.strictObject({
    type: z.literal('configuration.changed'),
    at,
    configuration: z.strictObject({
      alerts: documents.alerts.optional(),
      prospectRules: documents.prospectRules.optional(),
      invites: documents.invites.optional(),
      exclusions: documents.exclusions.optional(),
      referringSites: documents.referringSites.optional(),
    }),
  }),
  z.strictObject({ type: z.literal('clock'), at }),
]);
export type ScenarioEvent = z.infer<typeof scenarioEventSchema>;

/** A scenario file (rules.md section 11). */
export const scenarioSchema = z.strictObject({
  site: z
    .strictObject({
      timeZone: siteFields.timeZone,
      currency: siteFields.currency,
      visitTimeoutMinutes: siteFields.visitTimeoutMinutes,
      keepsFragments: siteFields.keepsFragments,
      /** Whether the site lets alerts write to visitors. */
      emailVisitors: z.boolean().default(true),
    })
    .prefault({}),
  configuration: z
    .strictObject({
      alerts: documents.alerts.default([]),
      prospectRules: documents.prospectRules.default([]),
      invites: documents.invites.default([]),
      exclusions: documents.exclusions.prefault({}),
      referringSites: documents.referringSites.default([]),
      notifications: documents.notifications.optional(),
    })
    .prefault({}),
  addresses: z.record(text(64, 1), addressFacts).default({}),
  events: z.array(scenarioEventSchema).max(1_000_000),
});
export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioConfiguration = Scenario['configuration'];
