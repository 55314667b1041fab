import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { alertTexts } from './features/alerts/texts.ts';
import { changeTexts } from './features/changes/texts.ts';
import { chatWindowTexts } from './features/chat-window/texts.ts';
import { conditionTexts } from './features/conditions/texts.ts';
import { configurationTexts } from './features/configuration/texts.ts';
import { explanationTexts } from './features/explanations/texts.ts';
import { inboxTexts } from './features/inbox/texts.ts';
import { inviteTexts } from './features/invites/texts.ts';
import { notificationTexts } from './features/notifications/texts.ts';
import { outboxTexts } from './features/outbox/texts.ts';
import { prospectTexts } from './features/prospects/texts.ts';
import { settingsTexts } from './features/settings/texts.ts';
import { shellTexts } from './features/shell/texts.ts';
import { signInTexts } from './features/sign-in/texts.ts';
import { siteTexts } from './features/sites/texts.ts';
import { userTexts } from './features/users/texts.ts';
import { visitorTexts } from './features/visitors/texts.ts';

/** All texts by namespace, one for each feature. */
export const resources = {
  shell: shellTexts,
  signIn: signInTexts,
  visitors: visitorTexts,
  inbox: inboxTexts,
  alerts: alertTexts,
  changes: changeTexts,
  chatWindow: chatWindowTexts,
  conditions: conditionTexts,
  explanations: explanationTexts,
  invites: inviteTexts,
  notifications: notificationTexts,
  outbox: outboxTexts,
  configuration: configurationTexts,
  prospects: prospectTexts,
  settings: settingsTexts,
  sites: siteTexts,
  users: userTexts,
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
