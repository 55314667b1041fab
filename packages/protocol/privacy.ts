import { z } from 'zod';
import { text } from './text.ts';

/**
 * What a site may keep in a visitor's browser: nothing and no tracking at all; an id for the life of a page only; one for
 * the life of a tab; one for 13 months from the last page view.
 */
export const privacyModes = ['off', 'cookieless', 'session', 'full'] as const;

/** Where a page may keep its visitor's id: nowhere, in sessionStorage, in localStorage. */
export const idPlaces = ['page', 'tab', 'browser'] as const;
export type IdPlace = (typeof idPlaces)[number];

/** What is kept for so many days each, and then deleted. */
export const retentionClasses = [
  'visits',
  'visitors',
  'chats',
  'missedChats',
  'outbox',
  'spiders',
  'exceptions',
  'recordings',
  'notes',
] as const;
export type RetentionClass = (typeof retentionClasses)[number];

/** Longest that anything but *for ever* can be kept: ten years. */
const mostDays = 3660;
const days = (byDefault: number | null) => z.number().int().min(1).max(mostDays).nullable().default(byDefault);

const parameterName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\s&=#?;]+$/u, 'is the name of one parameter, without blanks, &, = or ?');

/** Parameters of addresses that tell who somebody is, or let others in. */
export const droppedByDefault = [
  'token',
  'access_token',
  'id_token',
  'refresh_token',
  'auth',
  'password',
  'passwd',
  'pwd',
  'secret',
  'session',
  'sessionid',
  'api_key',
  'apikey',
  'email',
  'e-mail',
  'mail',
  'phone',
  'iban',
] as const;

const privacyFields = {
  mode: z.enum(privacyModes).default('full'),
  /** Whether nothing is kept, sent or told apart before the page says `foyer('consent', true)`. */
  consent: z.enum(['notNeeded', 'required']).default('notNeeded'),
  /** Whether a browser that asks for Global Privacy Control needs consent in any case. */
  globalPrivacyControl: z.boolean().default(true),
  /** `cut`: the last two bytes of IPv4, everything behind /48 of IPv6, and no host names; after country and city are looked up. */
  addresses: z.enum(['whole', 'cut']).default('whole'),
  /** Which parameters of page addresses and referrers are kept. */
  parameters: z
    .strictObject({
      /** `allBut`: the named ones are dropped. `only`: all others are. */
      keep: z.enum(['allBut', 'only']).default('allBut'),
      names: z
        .array(parameterName)
        .max(200)
        .default([...droppedByDefault]),
    })
    .prefault({}),
  /** Whether e-mail addresses and card numbers are taken out of page addresses and titles. */
  masksPersonalText: z.boolean().default(true),
  /** Days; null: for ever. */
  retention: z
    .strictObject({
      /** With their page views, events, invitations and firings. */
      visits: days(395),
      /** Without any visit or chat left, since their last visit. */
      visitors: days(395),
      /** With their entries and files. */
      chats: days(730),
      missedChats: days(395),
      /** What was sent, or given up. */
      outbox: days(90),
      spiders: days(90),
      exceptions: days(395),
      /** Events kept for back-tests. */
      recordings: days(90),
      /** What operators wrote down of visitors. */
      notes: days(null),
    })
    .prefault({}),
};

export const privacyInputSchema = z.strictObject(privacyFields);
export type PrivacyInput = z.infer<typeof privacyInputSchema>;
const versioned = z.strictObject({ ...privacyFields, version: z.number().int().min(0) });
export const privacyChangeSchema = versioned;
/** Version 0: never saved yet. */
export const privacySchema = versioned;
export type Privacy = z.infer<typeof privacySchema>;

/** What a page may do, as the server tells it. */
export const pagePrivacySchema = z.object({
  /** `consent`: once the page says so. */
  tracks: z.enum(['yes', 'consent', 'no']),
  /** Where the id may stand while it is tracked; where nothing is, the chat window may keep its chat in the tab, or nowhere. */
  keeps: z.enum(idPlaces),
});
export type PagePrivacy = z.infer<typeof pagePrivacySchema>;

/** What a page of a site may do. `hasSignal`: its browser asks for Global Privacy Control. */
export function pagePrivacy(
  { mode, consent, globalPrivacyControl }: Pick<PrivacyInput, 'mode' | 'consent' | 'globalPrivacyControl'>,
  hasSignal: boolean,
): PagePrivacy {
  if (mode === 'off') return { tracks: 'no', keeps: 'tab' };
  const keeps = mode === 'full' ? 'browser' : mode === 'session' ? 'tab' : 'page';
  return { tracks: consent === 'required' || (globalPrivacyControl && hasSignal) ? 'consent' : 'yes', keeps };
}

/** Keeps a visitor's or a chat's data from retention and erasure, with the reason. */
export const legalHoldInputSchema = z.strictObject({ reason: text(300, 1) });
export const legalHoldSchema = z.object({
  kind: z.enum(['visitor', 'chat']),
  id: z.string(),
  reason: z.string(),
  at: z.number().int(),
  operatorName: z.string(),
});
export type LegalHold = z.infer<typeof legalHoldSchema>;

/** Asks for an erasure: the visitor's id once more, typed or pasted. */
export const erasureInputSchema = z.strictObject({ confirm: z.string().max(64) });

/** What an erasure did. Nothing in it tells who it was. */
export const erasureReceiptSchema = z.object({
  id: z.uuid(),
  at: z.number().int(),
  operatorName: z.string(),
  /** Rows deleted or made anonymous, by table. */
  rows: z.record(z.string(), z.number().int()),
  /** Older copies of the database beside it, which still hold what they held. */
  copies: z.array(z.string()),
});
export type ErasureReceipt = z.infer<typeof erasureReceiptSchema>;
