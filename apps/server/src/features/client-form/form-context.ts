import { createHash } from 'node:crypto';
import type { FormContext } from '@foyer/protocol/client-form';
import type { AddressTemplateValues } from '@foyer/rules/address-template';
import type { Visit } from '@foyer/rules/visit';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import type { ChatService } from '../chats/chat-service.ts';
import { readSurvey } from '../chats/read-survey.ts';
import { describeMe } from '../operators/me.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { describeVisitor } from '../visits/describe-visitor.ts';

export interface FormContextParts {
  readonly storage: Storage;
  readonly store: VisitStore<Visit>;
  readonly chats: ChatService;
}

/** All that a form may know of a chat and its operator. Throws `not_found`. */
export async function readFormContext(
  parts: FormContextParts,
  siteId: string,
  chatId: string,
  operatorId: string,
): Promise<FormContext> {
  const { db } = parts.storage;
  const chat = await parts.chats.get(siteId, chatId);
  const [site, operator, visitor, survey] = await Promise.all([
    lookUpSite(db, siteId),
    describeMe(db, operatorId),
    describeVisitor(parts, siteId, chat.visitorId),
    readSurvey(db, siteId, chatId),
  ]);
  if (!site) throw new AppError('not_found', 'No such site');
  return {
    chat: {
      id: chat.id,
      state: chat.state,
      requestedAt: chat.requestedAt,
      department: chat.departmentName,
      skill: chat.skills.length === 0 ? null : chat.skills.map(({ name }) => name).join(', '),
      tags: chat.tags.map(({ name }) => name),
    },
    site: { id: site.id, name: site.name },
    operator: { id: operator.id, name: operator.name, email: operator.email },
    visitor: {
      id: chat.visitorId,
      name: visitor.name ?? chat.visitorName,
      email: visitor.email ?? chat.visitorEmail,
      phone: visitor.phone,
      company: visitor.company,
      ip: visitor.address,
      country: visitor.country ?? chat.country,
      variables: { ...visitor.variables },
    },
    page: { url: chat.pageUrl },
    survey,
  };
}

/** A made-up chat, to try a form out with. */
export function sampleContext(site: { id: string; name: string }, operator: FormContext['operator']): FormContext {
  const name = 'Vera Sample';
  const email = 'vera@example.com';
  return {
    chat: {
      id: '01920000-0000-7000-8000-000000000001',
      state: 'active',
      requestedAt: 0,
      department: 'Sales',
      skill: 'English',
      tags: ['refund', 'VIP'],
    },
    site,
    operator,
    visitor: {
      id: '0123456789abcdef0123456789abcdef',
      name,
      email,
      phone: '+44 20 7946 0000',
      company: 'Sample & Sons Ltd',
      ip: '203.0.113.7',
      country: 'GB',
      variables: { plan: 'pro' },
    },
    page: { url: 'https://shop.example/lamps?colour=red' },
    survey: { name, email, question: 'Do you ship to Ghent?' },
  };
}

/** What placeholders stand for. */
export function formValuesOf(context: FormContext, token: string): AddressTemplateValues {
  const { chat, site, operator, visitor, page, survey } = context;
  return {
    known: {
      'chat.id': chat.id,
      'site.id': site.id,
      'site.name': site.name,
      'operator.id': operator.id,
      'operator.name': operator.name,
      'operator.email': operator.email,
      'visitor.id': visitor.id,
      'visitor.name': visitor.name,
      'visitor.email': visitor.email,
      'visitor.phone': visitor.phone,
      'visitor.company': visitor.company,
      'visitor.ip': visitor.ip,
      'visitor.country': visitor.country,
      'page.url': page.url,
      department: chat.department,
      skill: chat.skill,
      tags: chat.tags.join(', '),
      token,
    },
    families: { survey, var: visitor.variables },
  };
}

/** Changes when contact details or survey answers do, and tells nothing of them. */
export function fingerprintOf({ visitor, survey }: FormContext): string {
  const { name, email, phone, company, variables } = visitor;
  const sorted = Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([name, email, phone, company, sorted, survey]))
    .digest('base64url');
}
