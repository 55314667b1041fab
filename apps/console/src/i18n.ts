import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { accountTexts } from './features/account/texts.ts';
import { alertTexts } from './features/alerts/texts.ts';
import { apiKeyTexts } from './features/api-keys/texts.ts';
import { blockTexts } from './features/blocks/texts.ts';
import { cannedTexts } from './features/canned-responses/texts.ts';
import { changeTexts } from './features/changes/texts.ts';
import { chatFileTexts } from './features/chat-files/texts.ts';
import { chatOptionsTexts } from './features/chat-options/texts.ts';
import { chatWindowTexts } from './features/chat-window/texts.ts';
import { clientFormTexts } from './features/client-form/texts.ts';
import { conditionTexts } from './features/conditions/texts.ts';
import { configurationTexts } from './features/configuration/texts.ts';
import { contentGroupTexts } from './features/content-groups/texts.ts';
import { customerTexts } from './features/customers/texts.ts';
import { dashboardTexts } from './features/dashboard/texts.ts';
import { departmentTexts } from './features/departments/texts.ts';
import { exceptionTexts } from './features/exceptions/texts.ts';
import { exclusionTexts } from './features/exclusions/texts.ts';
import { explanationTexts } from './features/explanations/texts.ts';
import { exportTexts } from './features/exports/texts.ts';
import { inboxTexts } from './features/inbox/texts.ts';
import { inviteTexts } from './features/invites/texts.ts';
import { listTexts } from './features/lists/texts.ts';
import { missedChatTexts } from './features/missed-chats/texts.ts';
import { noteTexts } from './features/notes/texts.ts';
import { noticeTexts } from './features/notices/texts.ts';
import { notificationTexts } from './features/notifications/texts.ts';
import { openingHoursTexts } from './features/opening-hours/texts.ts';
import { outboxTexts } from './features/outbox/texts.ts';
import { patternTexts } from './features/patterns/texts.ts';
import { prospectTexts } from './features/prospects/texts.ts';
import { referringSiteTexts } from './features/referring-sites/texts.ts';
import { reportScheduleTexts } from './features/report-schedules/texts.ts';
import { reportTexts } from './features/reports/texts.ts';
import { totalsCheckTexts } from './features/reports/totals-check-texts.ts';
import { routingTexts } from './features/routing/texts.ts';
import { savedViewTexts } from './features/saved-views/texts.ts';
import { settingsTexts } from './features/settings/texts.ts';
import { shellTexts } from './features/shell/texts.ts';
import { signInTexts } from './features/sign-in/texts.ts';
import { siteTexts } from './features/sites/texts.ts';
import { supervisionTexts } from './features/supervision/texts.ts';
import { surveyTexts } from './features/surveys/texts.ts';
import { tagTexts } from './features/tags/texts.ts';
import { teamTexts } from './features/team/texts.ts';
import { userTexts } from './features/users/texts.ts';
import { visitorTexts } from './features/visitors/texts.ts';
import { workPeriodTexts } from './features/work-periods/texts.ts';
import { wrapUpTexts } from './features/wrap-up/texts.ts';

/** All texts by namespace, one for each feature. */
export const resources = {
  shell: shellTexts,
  savedViews: savedViewTexts,
  signIn: signInTexts,
  visitors: visitorTexts,
  inbox: inboxTexts,
  alerts: alertTexts,
  blocks: blockTexts,
  canned: cannedTexts,
  chatFiles: chatFileTexts,
  chatOptions: chatOptionsTexts,
  clientForm: clientFormTexts,
  changes: changeTexts,
  chatWindow: chatWindowTexts,
  conditions: conditionTexts,
  customers: customerTexts,
  dashboard: dashboardTexts,
  exports: exportTexts,
  lists: listTexts,
  exceptions: exceptionTexts,
  exclusions: exclusionTexts,
  explanations: explanationTexts,
  invites: inviteTexts,
  notes: noteTexts,
  missedChats: missedChatTexts,
  notifications: notificationTexts,
  outbox: outboxTexts,
  patterns: patternTexts,
  configuration: configurationTexts,
  prospects: prospectTexts,
  referringSites: referringSiteTexts,
  reports: reportTexts,
  reportSchedules: reportScheduleTexts,
  routing: routingTexts,
  settings: settingsTexts,
  sites: siteTexts,
  users: userTexts,
  wrapUp: wrapUpTexts,
  surveys: surveyTexts,
  tags: tagTexts,
  supervision: supervisionTexts,
  account: accountTexts,
  departments: departmentTexts,
  apiKeys: apiKeyTexts,
  notices: noticeTexts,
  openingHours: openingHoursTexts,
  contentGroups: contentGroupTexts,
  totalsCheck: totalsCheckTexts,
  team: teamTexts,
  workPeriods: workPeriodTexts,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: typeof resources;
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'shell',
  resources: { en: resources },
  interpolation: { escapeValue: false }, // React escapes
  initAsync: false,
});
