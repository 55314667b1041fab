import type { ChatSummary } from '@foyer/protocol/chat';
import { fillAddressTemplate } from '@foyer/rules/address-template';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { describeMe } from '../operators/me.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { findContact } from '../visits/find-contact.ts';
import { readWrapUp } from '../wrap-up/read-wrap-up.ts';

/** The web link of a chat's wrap-up for one operator, placeholders filled. `callbackUrl`: where the page calls back. */
export async function fillWrapUpLink(
  db: Kysely<Database>,
  chat: ChatSummary,
  operatorId: string,
  callbackUrl: string,
): Promise<{ url: string; caption: string }> {
  const { enabled, type, link } = await readWrapUp(db, chat.siteId);
  if (!enabled || type !== 'link') throw new AppError('conflict', 'Chats of this site have no wrap-up by a web link');
  const [site, operator, contact] = await Promise.all([
    lookUpSite(db, chat.siteId),
    describeMe(db, operatorId),
    findContact(db, chat.siteId, chat.visitorId),
  ]);
  const known = {
    'chat.id': chat.id,
    'site.id': chat.siteId,
    'site.name': site?.name,
    'operator.id': operatorId,
    'operator.name': operator.name,
    'operator.email': operator.email,
    'visitor.id': chat.visitorId,
    'visitor.name': chat.visitorName ?? contact.name,
    'visitor.email': chat.visitorEmail ?? contact.email,
    'visitor.phone': contact.phone,
    'visitor.company': contact.company,
    'visitor.country': chat.country,
    'page.url': chat.pageUrl,
    department: chat.departmentName,
    skill: chat.skills.length === 0 ? null : chat.skills.map(({ name }) => name).join(', '),
    tags: chat.tags.map(({ name }) => name).join(','),
    callback: callbackUrl,
  };
  const { address } = fillAddressTemplate(link.url, {
    known,
    families: { var: contact.variables, survey: chat.answers },
  });
  return { url: address, caption: link.caption };
}
