import {
  type NotificationPreview,
  type NotificationPreviewRequest,
  type Notifications,
  type NotificationsChange,
  type NotificationTest,
  type NotificationTestResult,
  notificationPreviewSchema,
  notificationsSchema,
  notificationTestResultSchema,
  type SavedNotifications,
  savedNotificationsSchema,
} from '@foyer/protocol/notifications';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { request } from '../../api/rest-client.ts';

/** Notifications of a site, without secrets. */
export const notificationsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'notifications'],
    queryFn: () => request('GET', `/sites/${siteId}/notifications`, notificationsSchema),
  });

/** Fails with `conflict` when they have been changed since they were read. */
export async function changeNotifications(siteId: string, change: NotificationsChange): Promise<SavedNotifications> {
  return keep(siteId, await request('PUT', `/sites/${siteId}/notifications`, savedNotificationsSchema, change));
}

/** Makes a new secret for the webhook; fails with `conflict` as above. */
export async function renewWebhookSecret(siteId: string, version: number): Promise<SavedNotifications> {
  const path = `/sites/${siteId}/notifications/webhook-secret`;
  return keep(siteId, await request('POST', path, savedNotificationsSchema, { version }));
}

/** Sends one made-up message at once; fails with `conflict` when there is nothing to send it with. */
export function sendTest(siteId: string, test: NotificationTest): Promise<NotificationTestResult> {
  return request('POST', `/sites/${siteId}/notifications/test`, notificationTestResultSchema, test);
}

/** What a template says that is not saved yet. */
export function previewTemplate(siteId: string, template: NotificationPreviewRequest): Promise<NotificationPreview> {
  return request('POST', `/sites/${siteId}/notifications/preview`, notificationPreviewSchema, template);
}

/** The rest of a change of one part: all else as it is, secrets left out and so kept. */
export function unchanged({ smtp, sms, webhook, ...plain }: Notifications): NotificationsChange {
  const { hasPassword: _hasPassword, ...server } = smtp ?? { hasPassword: false };
  return {
    ...plain,
    smtp: smtp && (server as Omit<typeof smtp, 'hasPassword'>),
    sms: sms && {
      ...sms,
      headers: sms.headers.map(({ name, secret, value }) => ({ name, secret, value: value ?? undefined })),
    },
    webhook: webhook && { url: webhook.url, enabled: webhook.enabled, events: webhook.events },
  };
}

function keep(siteId: string, saved: SavedNotifications): SavedNotifications {
  const { webhookSecret: _secret, ...notifications } = saved;
  queryClient.setQueryData(notificationsQuery(siteId).queryKey, notifications);
  return saved;
}
