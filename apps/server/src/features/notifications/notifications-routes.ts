import {
  type NotificationPreview,
  type NotificationPreviewRequest,
  type NotificationTest,
  type NotificationTestResult,
  notificationPreviewRequestSchema,
  notificationPreviewSchema,
  notificationsChangeSchema,
  notificationsSchema,
  notificationTestResultSchema,
  notificationTestSchema,
  type SavedNotifications,
  savedNotificationsSchema,
  webhookSecretRotationSchema,
} from '@foyer/protocol/notifications';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { EgressGuard } from '../../http/egress-guard.ts';
import type { Database } from '../../storage/tables.ts';
import { changerOf } from '../changes/record-change.ts';
import { checkTargets } from './check-targets.ts';
import { readNotifications } from './read-notifications.ts';
import { renewWebhookSecret, saveNotifications } from './save-notifications.ts';
import type { SecretBox } from './secret-box.ts';

/** Notifications of one site, at /api/v1/sites/:siteId/notifications. Administrators only. */
export const notificationsRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  now: () => number;
  box: SecretBox;
  guard: EgressGuard;
  announce: (siteId: string, documents: 'notifications') => Promise<void>;
  /** Looks for what can be sent now. */
  wake: () => void;
  sendTest: (siteId: string, test: NotificationTest) => Promise<NotificationTestResult>;
  /** What a template says that is not saved yet. */
  preview: (siteId: string, request: NotificationPreviewRequest) => Promise<NotificationPreview>;
}> = async (app, { db, now, box, guard, announce, wake, sendTest, preview }) => {
  const params = z.object({ siteId: z.uuid() });
  const access = { who: 'administrator', touches: 'site' } as const;

  const tell = async (siteId: string, saved: SavedNotifications) => {
    await announce(siteId, 'notifications');
    wake();
    return saved;
  };

  app.get('/', { schema: { params, response: { 200: notificationsSchema } }, config: { access } }, async (request) =>
    readNotifications(db, request.params.siteId),
  );

  app.put(
    '/',
    {
      schema: { params, body: notificationsChangeSchema, response: { 200: savedNotificationsSchema } },
      config: { access },
    },
    async (request) => {
      const { siteId } = request.params;
      await checkTargets(guard, request.body);
      return tell(
        siteId,
        await saveNotifications({ db, box, changer: changerOf(request) }, siteId, request.body, now()),
      );
    },
  );

  app.post(
    '/webhook-secret',
    {
      schema: { params, body: webhookSecretRotationSchema, response: { 200: savedNotificationsSchema } },
      config: { access },
    },
    async (request) => {
      const { siteId } = request.params;
      return tell(
        siteId,
        await renewWebhookSecret({ db, box, changer: changerOf(request) }, siteId, request.body.version, now()),
      );
    },
  );

  app.post(
    '/test',
    {
      schema: { params, body: notificationTestSchema, response: { 200: notificationTestResultSchema } },
      config: { access: { ...access, changes: 'nothing' } },
    },
    async (request) => sendTest(request.params.siteId, request.body),
  );

  app.post(
    '/preview',
    {
      schema: { params, body: notificationPreviewRequestSchema, response: { 200: notificationPreviewSchema } },
      config: { access: { ...access, changes: 'nothing' } },
    },
    async (request) => preview(request.params.siteId, request.body),
  );
};
