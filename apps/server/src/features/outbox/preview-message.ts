import type { NotificationPreview, NotificationPreviewRequest } from '@foyer/protocol/notifications';
import type { OutboxData } from '@foyer/protocol/outbox';
import { AppError } from '../../http/app-error.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { outboxDataOf } from '../visits/outbox-row-of.ts';
import { readStoredVisit } from '../visits/read-stored-visit.ts';
import { previewChatMail } from './chat-mail.ts';
import { countSmsParts } from './count-sms-parts.ts';
import { mailByTemplate } from './mail-content.ts';
import { type DeliveryParts, smsText, surroundingsOf } from './plan-delivery.ts';
import { madeUpData } from './send-test.ts';

/** What a template says, of a visit of the site or of a made-up one, by what writes real mail and SMS. */
export async function previewMessage(
  parts: DeliveryParts,
  siteId: string,
  request: NotificationPreviewRequest,
): Promise<NotificationPreview> {
  const surroundings = await surroundingsOf(parts, siteId);
  if (!('visitId' in request)) {
    const site = (await lookUpSite(parts.storage.db, siteId))?.name ?? '';
    const { subject, text } = previewChatMail(request, { site, at: parts.now() }, surroundings);
    return { subject, text, parts: null };
  }
  const data = await dataOf(parts, siteId, request.visitId);
  if (request.kind === 'sms') {
    const text = smsText(request, data, surroundings);
    return { subject: null, text, parts: countSmsParts(text) };
  }
  // A real link would take somebody's address off the list.
  const unsubscribeUrl = request.kind === 'visitorMail' ? `${surroundings.origin}/unsubscribe?…` : null;
  const { subject, text } = mailByTemplate(request, data, surroundings, unsubscribeUrl);
  return { subject, text, parts: null };
}

async function dataOf({ storage, now }: DeliveryParts, siteId: string, visitId: string | null): Promise<OutboxData> {
  const siteName = (await lookUpSite(storage.db, siteId))?.name ?? '';
  if (visitId === null) return madeUpData(siteName, now());
  const stored = await readStoredVisit(storage.db, siteId, visitId);
  if (!stored) throw new AppError('not_found', 'No such visit on this site');
  return outboxDataOf(stored.visit, {
    siteName,
    rule: { kind: 'prospectRule', name: 'Name of the rule' },
    at: stored.at,
  });
}
