import { type ConfigurationSection, configurationSectionNames } from '@foyer/protocol/configuration';
import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import type { FieldError } from '@foyer/rules/field-error';
import { dryRunExclusions } from '../exclusions/dry-run-exclusions.ts';
import { exclusionsDocument } from '../exclusions/exclusions-document.ts';
import { isGalleryImage } from '../invites/gallery.ts';
import { inviteDocuments } from '../invites/invite-documents.ts';
import { prospectRuleDocuments } from '../prospects/prospect-rule-documents.ts';
import { referringSitesDocument } from '../referring-sites/referring-sites-document.ts';
import { checkDocuments } from '../simulator/check-scenario.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { siteDocument } from '../sites/site-document.ts';
import { alertsKind } from './alerts-kind.ts';
import type { Entry, Kind } from './kind.ts';
import { namedKind } from './named-kind.ts';
import { notificationsKind } from './notifications-kind.ts';
import { wholeKind } from './whole-kind.ts';

/** A plan is waited for: it looks at so much of the past. */
const dryRunLimits = { visits: 20_000, pageViews: 100_000, ms: 1500 };

/**
 * Every section of a configuration file. A further one is: its schema in `packages/protocol/configuration.ts`, its line
 * here, and its name in the console's texts. A list of documents with names is a `namedKind`, one document a `wholeKind`.
 */
const kinds: { readonly [Section in ConfigurationSection]: Kind } = {
  site: wholeKind({
    section: 'site',
    announces: 'site',
    log: { kind: 'site', name: 'Site' },
    document: siteDocument,
  }),
  referringSites: {
    ...wholeKind({
      section: 'referringSites',
      announces: 'referringSites',
      log: { kind: 'referringSites', name: 'Referring sites' },
      document: referringSitesDocument,
    }),
    hide: ({ list }) => ({ list: list ?? 'the list that Foyer comes with' }),
  },
  invites: namedKind({
    section: 'invites',
    announces: 'invites',
    log: { kind: 'invite', name: 'Invite' },
    documents: inviteDocuments,
    check: (invites, _site, path, before) => [
      ...checkDocuments({ invites: invites as never }, ''),
      ...checkImages(invites, path, before),
    ],
  }),
  alerts: alertsKind,
  prospectRules: namedKind({
    section: 'prospectRules',
    announces: 'prospectRules',
    log: { kind: 'prospectRule', name: 'Prospect rule', order: 'prospectRuleOrder' },
    documents: prospectRuleDocuments,
    references: [{ to: 'invites', path: ['actions', 'invite'] }],
    check: (prospectRules) => checkDocuments({ prospectRules: prospectRules as never }, ''),
  }),
  exclusions: wholeKind({
    section: 'exclusions',
    announces: 'exclusions',
    log: { kind: 'exclusions', name: 'Exclusions' },
    document: exclusionsDocument,
    check: (exclusions) => checkDocuments({ exclusions }, ''),
    async forecast({ storage, now }, siteId, _before, after) {
      const lists = after.get('exclusions')?.[0]?.content as unknown as ExclusionsInput;
      const keepsFragments = (await lookUpSite(storage.db, siteId))?.keepsFragments ?? false;
      const { visits, visitsExcluded, pageViewsExcluded, complete } = await dryRunExclusions(
        storage.reports,
        siteId,
        lists,
        { limits: dryRunLimits, now, isWanted: () => true, keepsFragments },
      );
      if (visits === 0) return [];
      const which = complete ? `the ${visits} visits of the last 30 days` : `the last ${visits} visits`;
      return [`Of ${which} these lists would have excluded ${visitsExcluded}, and ${pageViewsExcluded} page views`];
    },
  }),
  notifications: notificationsKind,
};

/** All sections in the order in which they are written. */
export const kindsInOrder: readonly Kind[] = configurationSectionNames.map((section) => kinds[section]);

/** An uploaded image stays where it is: a file cannot carry it to another site. */
function checkImages(
  invites: readonly Entry['content'][],
  path: string,
  before: readonly Entry['content'][],
): FieldError[] {
  const there = new Set(before.map(({ image }) => image));
  return invites.flatMap(({ image }, index) => {
    if (there.has(image) || isGalleryImage(String(image))) return [];
    const message = String(image).startsWith('upload:')
      ? 'is an uploaded image that this site does not have: upload it here first, or name one of the gallery'
      : `is no image of the gallery: ${String(image)}`;
    return [{ path: `${path}.${index}.image`, message }];
  });
}
