import type { Notifications } from '@foyer/protocol/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageTabs } from '../../ui/page-tabs.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { MailServerForm } from './mail-server-form.tsx';
import { notificationsQuery } from './notifications-api.ts';
import classes from './notifications-page.module.css';
import { RecipientsForm } from './recipients-form.tsx';
import { SmsForm } from './sms-form.tsx';
import { TextsForm } from './texts-form.tsx';
import { WebhookForm } from './webhook-form.tsx';

const parts = {
  recipients: RecipientsForm,
  mail: MailServerForm,
  sms: SmsForm,
  webhook: WebhookForm,
  texts: TextsForm,
};
type Part = keyof typeof parts;

/** Props of the form of a part. */
export interface PartProps {
  siteId: string;
  notifications: Notifications;
  /** Reads all anew after somebody else's change. */
  onReload: () => void;
}

/** Notifications of the site, a part at each address; the recipients at that of the section. */
export function NotificationsPage({ part: given }: { part: string | null }) {
  const { t } = useTranslation('notifications');
  const siteId = useSiteId();
  const notifications = useQuery(notificationsQuery(siteId));
  const [reloads, setReloads] = useState(0);
  const part: Part = given !== null && Object.hasOwn(parts, given) ? (given as Part) : 'recipients';
  const Form = parts[part];
  const tabs = (Object.keys(parts) as Part[]).map((id) => ({
    href: id === 'recipients' ? '/settings/notifications' : `/settings/notifications/${id}`,
    label: t(`tab.${id}`),
    isHere: id === part,
  }));
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')} wide={part === 'texts'}>
      <div className={classes.tabs}>
        <PageTabs label={t('tabsLabel')} tabs={tabs} />
      </div>
      {notifications.isPending ? (
        <Loading />
      ) : notifications.isError ? (
        <Failure error={notifications.error} onRetry={() => void notifications.refetch()} />
      ) : (
        <Form
          key={`${siteId} ${part} ${reloads}`}
          siteId={siteId}
          notifications={notifications.data}
          onReload={() => void notifications.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}
