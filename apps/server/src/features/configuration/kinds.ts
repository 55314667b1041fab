import { type ConfigurationSection, configurationSectionNames } from '@foyer/protocol/configuration';
import type { ExclusionsInput } from '@foyer/protocol/exclusions';
import { listOptions } from '@foyer/protocol/wrap-up';
import { foldText } from '@foyer/rules/fold-text';
import { cannedResponseDocuments } from '../canned-responses/canned-response-documents.ts';
import { findPlaceholderFault } from '../canned-responses/check-canned-response.ts';
import { chatOptionsDocument } from '../chat-options/chat-options-document.ts';
import { countTaggedChats } from '../chats/list-tagged.ts';
import { listUsedOptions } from '../chats/list-wrap-ups.ts';
import { clientFormDocument, findFormFault } from '../client-form/client-form-document.ts';
import { contentGroupsDocument, findContentGroupFaults } from '../content-groups/content-groups-document.ts';
import { departmentDocuments, foldDepartmentName, skillDocuments } from '../departments/department-documents.ts';
import { dryRunExclusions } from '../exclusions/dry-run-exclusions.ts';
import { exclusionsDocument } from '../exclusions/exclusions-document.ts';
import { inviteDocuments } from '../invites/invite-documents.ts';
import { openingHoursDocument } from '../opening-hours/opening-hours-document.ts';
import { privacyDocument } from '../privacy/privacy-document.ts';
import { prospectRuleDocuments } from '../prospects/prospect-rule-documents.ts';
import { referringSitesDocument } from '../referring-sites/referring-sites-document.ts';
import { reportScheduleDocuments } from '../report-schedules/report-schedule-documents.ts';
import { findRoutingFaults, routingDocument } from '../routing/routing-document.ts';
import { checkDocuments } from '../simulator/check-scenario.ts';
import { findSiteFaults } from '../sites/check-site.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { siteDocument } from '../sites/site-document.ts';
import { findSurveyFaults } from '../surveys/check-surveys.ts';
import { surveysDocument } from '../surveys/surveys-document.ts';
import { tagDocuments, tagSettingsDocument } from '../tags/tag-documents.ts';
import { findWrapUpFaults } from '../wrap-up/check-wrap-up.ts';
import { wrapUpDocument } from '../wrap-up/wrap-up-document.ts';
import { alertsKind } from './alerts-kind.ts';
import { cannedFilesKind, checkCannedFiles } from './canned-files-kind.ts';
import { experimentsKind } from './experiments-kind.ts';
import { checkInviteImages, checkLogo, imagesKind } from './images-kind.ts';
import type { Kind } from './kind.ts';
import { namedKind } from './named-kind.ts';
import { notificationsKind } from './notifications-kind.ts';
import { findStrangeAnswer } from './survey-names.ts';
import { wholeKind } from './whole-kind.ts';

/** A plan is waited for: it looks at so much of the past. */
const dryRunLimits = { visits: 20_000, pageViews: 100_000, ms: 1500 };

/**
 * Every section of a configuration file. A further one is: its schema in `packages/protocol/configuration.ts`, its line
 * here, and its name in the console's texts. A list of documents with names is a `namedKind`, one document a `wholeKind`.
 */
const kinds: { readonly [Section in ConfigurationSection]: Kind } = {
  site: {
    ...wholeKind({
      section: 'site',
      announces: 'site',
      log: { kind: 'site', name: 'Site' },
      document: siteDocument,
      check: (site, _sections, path) =>
        findSiteFaults(site).map((fault) => ({ ...fault, path: `${path}.${fault.path}` })),
    }),
    checkStored: (db, siteId, _pairs, site) => checkLogo(db, siteId, site),
  },
  referringSites: {
    ...wholeKind({
      section: 'referringSites',
      announces: 'referringSites',
      log: { kind: 'referringSites', name: 'Referring sites' },
      document: referringSitesDocument,
    }),
    hide: ({ list }) => ({ list: list ?? 'the list that Foyer comes with' }),
  },
  departments: namedKind({
    section: 'departments',
    announces: 'departments',
    log: { kind: 'department', name: 'Department' },
    documents: departmentDocuments,
    foldName: foldDepartmentName,
    isUnordered: true,
  }),
  skills: namedKind({
    section: 'skills',
    announces: 'skills',
    log: { kind: 'skill', name: 'Skill' },
    documents: skillDocuments,
    foldName: foldDepartmentName,
    isUnordered: true,
  }),
  images: imagesKind,
  invites: namedKind({
    section: 'invites',
    announces: 'invites',
    log: { kind: 'invite', name: 'Invite' },
    documents: inviteDocuments,
    check: (invites) => checkDocuments({ invites: invites as never }, ''),
    checkStored: (db, siteId, _pairs, site) => checkInviteImages(db, siteId, site),
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
  experiments: experimentsKind,
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
  wrapUp: wholeKind({
    section: 'wrapUp',
    announces: 'wrapUp',
    log: { kind: 'wrapUp', name: 'Wrap-up' },
    document: wrapUpDocument,
    check(wrapUp, site, path, before) {
      const message = findStrangeAnswer(wrapUp.link.url, site, [before?.link.url ?? '']);
      return message === null ? [] : [{ path: `${path}.link.url`, message }];
    },
    async checkStored(db, siteId, before, after) {
      const known = listOptions(before.options).map(({ option }) => option.id);
      return findWrapUpFaults(after, before, new Set(await listUsedOptions(db, siteId, known)));
    },
  }),
  tags: namedKind({
    section: 'tags',
    announces: 'tags',
    log: { kind: 'tag', name: 'Tag' },
    documents: tagDocuments,
    foldName: foldText,
    isUnordered: true,
    async checkStored(db, siteId, pairs) {
      const removed = pairs.flatMap(({ before, after }) => (before && after === null ? [before] : []));
      if (removed.length === 0) return [];
      const carried = await countTaggedChats(db, siteId);
      return removed.flatMap(({ id, name }) =>
        carried.has(id ?? '')
          ? [{ path: 'tags', message: `chats carry “${name}”: archive it, it cannot be deleted` }]
          : [],
      );
    },
  }),
  tagSettings: wholeKind({
    section: 'tagSettings',
    announces: 'tags',
    log: { kind: 'tagSettings', name: 'Tags' },
    document: tagSettingsDocument,
  }),
  chatOptions: wholeKind({
    section: 'chatOptions',
    announces: 'chatOptions',
    log: { kind: 'chatOptions', name: 'Chat options' },
    document: chatOptionsDocument,
  }),
  routing: wholeKind({
    section: 'routing',
    announces: 'routing',
    log: { kind: 'routing', name: 'Routing' },
    document: routingDocument,
    references: [
      { to: 'departments', path: ['rules', 'departmentId'] },
      { to: 'skills', path: ['rules', 'skillIds'] },
    ],
    check: ({ rules }, _site, path) =>
      findRoutingFaults(rules).map((fault) => ({ ...fault, path: `${path}.${fault.path}` })),
  }),
  surveys: wholeKind({
    section: 'surveys',
    announces: 'surveys',
    log: { kind: 'surveys', name: 'Surveys' },
    document: surveysDocument,
    check: (surveys, _site, path) =>
      findSurveyFaults(surveys).map((fault) => ({ ...fault, path: `${path}.${fault.path}` })),
  }),
  clientForm: wholeKind({
    section: 'clientForm',
    announces: 'clientForm',
    log: { kind: 'clientForm', name: 'Client form' },
    document: clientFormDocument,
    check(form, site, path, before) {
      // Which hosts the console has is not known here; it is looked at when the form is opened.
      const message = findFormFault(form, []) ?? findStrangeAnswer(form.url, site, [before?.url ?? '']);
      return message === null ? [] : [{ path: `${path}.url`, message }];
    },
  }),
  cannedFiles: cannedFilesKind,
  openingHours: wholeKind({
    section: 'openingHours',
    announces: 'openingHours',
    log: { kind: 'openingHours', name: 'Opening hours' },
    document: openingHoursDocument,
  }),
  privacy: wholeKind({
    section: 'privacy',
    announces: 'privacy',
    log: { kind: 'privacy', name: 'Privacy' },
    document: privacyDocument,
  }),
  contentGroups: wholeKind({
    section: 'contentGroups',
    announces: 'contentGroups',
    log: { kind: 'contentGroups', name: 'Content groups' },
    document: contentGroupsDocument,
    check: (groups, _site, path) =>
      findContentGroupFaults(groups).map((fault) => ({ ...fault, path: `${path}.${fault.path}` })),
  }),
  cannedResponses: namedKind({
    section: 'cannedResponses',
    announces: 'cannedResponses',
    log: { kind: 'cannedResponse', name: 'Canned response' },
    documents: cannedResponseDocuments,
    nameField: 'title',
    isUnordered: true,
    check: (responses, site, path, before) =>
      responses.flatMap(({ body }, index) => {
        const known = before.map((one) => String(one.body));
        const message = findPlaceholderFault(String(body)) ?? findStrangeAnswer(String(body), site, known);
        return message === null ? [] : [{ path: `${path}.${index}.body`, message }];
      }),
    checkStored: (db, _siteId, _pairs, site) => checkCannedFiles(db, site),
  }),
  reportSchedules: namedKind({
    section: 'reportSchedules',
    announces: 'reportSchedules',
    log: { kind: 'reportSchedule', name: 'Reports by e-mail' },
    documents: reportScheduleDocuments,
    isUnordered: true,
  }),
};

/** All sections in the order in which they are written. */
export const kindsInOrder: readonly Kind[] = configurationSectionNames.map((section) => kinds[section]);
