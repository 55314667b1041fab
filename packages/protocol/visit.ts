import { z } from 'zod';
import { alertIcons } from './alert.ts';
import { invitationStates, inviteSources } from './invite.ts';

/** Present state of a visit, as the live list shows it. */
export const visitStates = ['active', 'idle', 'left'] as const;

/** What a visit brought and cost, and what it made of its visitor. */
const worth = {
  /** Names of the prospect rules that fired in this visit. */
  prospectTypes: z.array(z.string()),
  /** Became a prospect in this visit. */
  isNewProspect: z.boolean(),
  /** Became a customer in this visit, or was one before and is on the list again. */
  customer: z.enum(['new', 'repeat']).nullable(),
  /** Ledger sum of this visit, minor units of `currency`. */
  revenue: z.number().int(),
  /** What it cost to bring the visitor here, minor units; null: nothing is known of it. */
  cost: z.number().int().nullable(),
  /** ISO 4217. */
  currency: z.string(),
};

/** One row of the live visitor list. Instants are epoch milliseconds; texts are what the visitor sent: show as text only. */
export const liveVisitSchema = z.object({
  visitorId: z.string(),
  visitId: z.uuid(),
  visitNumber: z.number().int(),
  state: z.enum(visitStates),
  name: z.string().nullable(),
  company: z.string().nullable(),
  email: z.string().nullable(),
  startedAt: z.number().int(),
  lastActivityAt: z.number().int(),
  leftAt: z.number().int().nullable(),
  pageUrl: z.string(),
  pageTitle: z.string(),
  pageCount: z.number().int(),
  entryPage: z.string(),
  referrer: z.string().nullable(),
  referrerHost: z.string().nullable(),
  referringSite: z.string().nullable(),
  searchPhrase: z.string().nullable(),
  firstReferrer: z.string(),
  utmSource: z.string().nullable(),
  utmMedium: z.string().nullable(),
  utmCampaign: z.string().nullable(),
  country: z.string().nullable(),
  region: z.string().nullable(),
  city: z.string().nullable(),
  organisation: z.string().nullable(),
  address: z.string(),
  hostName: z.string().nullable(),
  language: z.string().nullable(),
  browser: z.string().nullable(),
  os: z.string().nullable(),
  device: z.string().nullable(),
  alert: z
    .object({ id: z.string(), name: z.string(), icon: z.enum(alertIcons), color: z.string().nullable() })
    .nullable(),
  isProspect: z.boolean(),
  isCustomer: z.boolean(),
  /** Cannot chat and is not invited. */
  isBlocked: z.boolean(),
  ...worth,
  /** The open or pending chat of this visitor. */
  chat: z
    .object({ id: z.uuid(), state: z.enum(['pending', 'active']), operatorName: z.string().nullable() })
    .nullable(),
  /** The newest invite of this visit. */
  invite: z.object({ inviteId: z.string(), state: z.enum(invitationStates), source: z.enum(inviteSources) }).nullable(),
});
export type LiveVisit = z.infer<typeof liveVisitSchema>;

/** Columns the live list can be sorted by. */
export const liveSortColumns = [
  'startedAt',
  'lastActivityAt',
  'pageCount',
  'visitNumber',
  'name',
  'country',
  'pageTitle',
  'alert',
  'referrerHost',
  'organisation',
  'state',
] as const;

/** What part of the live list an operator's screen shows. */
export const liveViewSchema = z.strictObject({
  sort: z.strictObject({ column: z.enum(liveSortColumns), direction: z.enum(['ascending', 'descending']) }),
  filter: z
    .strictObject({
      /** Words that must all occur in some text of the row. */
      text: z.string().max(200).optional(),
      states: z.array(z.enum(visitStates)).max(3).optional(),
      countries: z.array(z.string().max(2)).max(50).optional(),
      alertIds: z.array(z.string().max(64)).max(100).optional(),
      newOnly: z.boolean().optional(),
      withChat: z.boolean().optional(),
    })
    .prefault({}),
  limit: z.number().int().min(1).max(500).default(100),
});
export type LiveView = z.infer<typeof liveViewSchema>;

/** Counts of a site's live visits, whatever the filter. */
export const liveCountsSchema = z.object({
  connected: z.number().int(),
  active: z.number().int(),
  idle: z.number().int(),
  left: z.number().int(),
  chatting: z.number().int(),
  pending: z.number().int(),
  matching: z.number().int(),
});
export type LiveCounts = z.infer<typeof liveCountsSchema>;

export const pageViewSchema = z.object({
  id: z.uuid(),
  at: z.number().int(),
  url: z.string(),
  title: z.string(),
  visibleMs: z.number().int(),
});
export type PageView = z.infer<typeof pageViewSchema>;

export const invitationSchema = z.object({
  id: z.uuid(),
  inviteId: z.string(),
  inviteName: z.string(),
  source: z.enum(inviteSources),
  state: z.enum(invitationStates),
  reason: z.string().nullable(),
  queuedAt: z.number().int(),
  shownAt: z.number().int().nullable(),
  endedAt: z.number().int().nullable(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** A stored visit as lists show it. */
export const visitSchema = z.object({
  id: z.uuid(),
  visitorId: z.string(),
  visitNumber: z.number().int(),
  startedAt: z.number().int(),
  endedAt: z.number().int().nullable(),
  pageCount: z.number().int(),
  visibleMs: z.number().int(),
  entryPage: z.string(),
  referrer: z.string().nullable(),
  referrerHost: z.string().nullable(),
  referringSite: z.string().nullable(),
  searchPhrase: z.string().nullable(),
  utmSource: z.string().nullable(),
  utmMedium: z.string().nullable(),
  utmCampaign: z.string().nullable(),
  utmTerm: z.string().nullable(),
  utmContent: z.string().nullable(),
  address: z.string(),
  hostName: z.string().nullable(),
  country: z.string().nullable(),
  region: z.string().nullable(),
  city: z.string().nullable(),
  organisation: z.string().nullable(),
  browser: z.string().nullable(),
  os: z.string().nullable(),
  device: z.string().nullable(),
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  screenWidth: z.number().int().nullable(),
  alertId: z.string().nullable(),
  alertName: z.string().nullable(),
  ...worth,
});
export type StoredVisit = z.infer<typeof visitSchema>;

/** An entry of the revenue ledger. Minor units; negative: a refund. */
export const ledgerEntrySchema = z.object({
  id: z.uuid(),
  at: z.number().int(),
  visitId: z.string(),
  amount: z.number().int(),
  orderId: z.string().nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** Everything a visit's detail shows. */
export const visitDetailSchema = z.object({
  visit: visitSchema,
  live: liveVisitSchema.nullable(),
  pages: z.array(pageViewSchema),
  invitations: z.array(invitationSchema),
  /** Revenue of the visit, newest first. */
  ledger: z.array(ledgerEntrySchema),
  earlierVisits: z.array(visitSchema),
  chats: z.array(
    z.object({ id: z.uuid(), state: z.string(), requestedAt: z.number().int(), operatorName: z.string().nullable() }),
  ),
});
export type VisitDetail = z.infer<typeof visitDetailSchema>;
