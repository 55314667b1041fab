/** The settings of a lamp shop that has been at it for a while: every section has something believable in it. */
import { alertSchema } from '@foyer/protocol/alert';
import { createdApiKeySchema } from '@foyer/protocol/api-key';
import { cannedResponseSchema } from '@foyer/protocol/canned-response';
import { chatOptionsSchema } from '@foyer/protocol/chat-options';
import { clientFormSchema } from '@foyer/protocol/client-form';
import { departmentSchema, skillSchema } from '@foyer/protocol/department';
import { exclusionsSchema } from '@foyer/protocol/exclusions';
import { inviteSchema } from '@foyer/protocol/invite';
import { savedNotificationsSchema } from '@foyer/protocol/notifications';
import { operatorSchema, sentLinkSchema } from '@foyer/protocol/operator';
import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { tagSchema } from '@foyer/protocol/tag';
import { wrapUpSchema } from '@foyer/protocol/wrap-up';
import type { ApiClient } from '../support/api-client.ts';

/** Where the editors are that are worth a picture. */
export interface SettingsContent {
  readonly inviteId: string;
  readonly alertId: string;
  readonly prospectRuleId: string;
  readonly userId: string;
  readonly departmentId: string;
  readonly tagId: string;
  readonly cannedResponseId: string;
}

/** Sets it all up on a site. `formOrigin`: where the client form is served. */
export async function setUpSite(api: ApiClient, siteId: string, formOrigin: string): Promise<SettingsContent> {
  const site = `/sites/${siteId}`;
  const inviteId = await addInvites(api, site);
  const alertId = await addAlerts(api, site, inviteId);
  const prospectRuleId = await addProspectRules(api, site, inviteId);
  const { userId, departmentId } = await addPeople(api, site, siteId);
  const tagId = await addTags(api, site);
  const cannedResponseId = await addCannedResponses(api, site);
  await api.call('PUT', `${site}/exclusions`, exclusionsSchema, {
    pages: ['demo/basket/step*', 'support/*.*'],
    addresses: ['192.168.*.*', '2001:db8::/32'],
    keywordsAndReferrers: ['free lamps', 'spam-links.example'],
    countries: ['AQ', 'BV'],
    version: 0,
  });
  await api.call('PUT', `${site}/notifications`, savedNotificationsSchema, {
    emails: ['sales@lark.example', 'ann@lark.example'],
    phones: ['+447700900123'],
    emailVisitors: true,
    smtp: {
      host: 'smtp.lark.example',
      user: 'chat@lark.example',
      password: 'not-a-real-one',
      from: { name: 'Lark & Lantern', address: 'chat@lark.example' },
    },
    webhook: { url: 'https://hooks.lark.example/foyer' },
    version: 0,
  });
  await api.call('PUT', `${site}/wrap-up`, wrapUpSchema, { ...wrapUp, version: 0 });
  await api.call('PUT', `${site}/chat-options`, chatOptionsSchema, {
    pendingLevelOneSeconds: 30,
    pendingLevelTwoSeconds: 90,
    typingPreview: true,
    version: 0,
  });
  await api.call('PUT', `${site}/client-form`, clientFormSchema, {
    enabled: true,
    title: 'Customer',
    url: `${formOrigin}/customer?name={visitor.name}&page={page.url}`,
    load: 'start',
    personalData: true,
    version: 0,
  });
  await api.call('POST', '/api-keys', createdApiKeySchema, {
    name: 'Nightly export to the warehouse',
    scopes: ['visitors:read', 'chats:read'],
    siteIds: null,
    expiresAt: null,
  });
  await api.call('POST', '/api-keys', createdApiKeySchema, {
    name: 'Deploy of settings',
    scopes: ['settings:write'],
    siteIds: [siteId],
    expiresAt: Date.now() + 20 * 86_400_000,
  });
  return { inviteId, alertId, prospectRuleId, userId, departmentId, tagId, cannedResponseId };
}

async function addInvites(api: ApiClient, site: string): Promise<string> {
  const add = (invite: object) => api.call('POST', `${site}/invites`, inviteSchema, invite);
  const expert = await add({
    name: 'Ask our lamp expert',
    image: 'gallery:expert',
    altText: 'Ask our lamp expert',
    start: 'off-right',
    end: 'bottom-right',
    delaySeconds: 4,
    autoSend: { enabled: true, pages: ['demo/products/*', 'demo/products.html'] },
  });
  await add({ name: 'Trade customers', image: 'gallery:team', altText: 'Talk to our trade team', end: 'center' });
  await add({ name: 'Free delivery week', enabled: false, image: 'gallery:delivery', altText: 'Delivery is free' });
  return expert.id;
}

async function addAlerts(api: ApiClient, site: string, invite: string): Promise<string> {
  const add = (alert: object) => api.call('POST', `${site}/alerts`, alertSchema, alert);
  await add({
    name: 'Ready to buy',
    icon: 'bolt',
    color: '#e8590c',
    entryPages: ['demo/basket.html', 'demo/sales.html'],
    actions: { popup: true },
  });
  const lamps = await add({
    name: 'Looks for lamps',
    icon: 'search',
    color: '#1c7ed6',
    keywords: ['lamp', 'lamps', 'luminaria'],
    actions: { invite, popup: true },
  });
  await add({
    name: 'Sent by an assistant',
    icon: 'star',
    color: '#7048e8',
    searchEngines: ['ChatGPT', 'Perplexity'],
  });
  await add({ name: 'Companies', icon: 'building', color: '#0c8599', ownOrganisation: true });
  return lamps.id;
}

async function addProspectRules(api: ApiClient, site: string, invite: string): Promise<string> {
  const add = (rule: object) => api.call('POST', `${site}/prospect-rules`, prospectRuleSchema, rule);
  const serious = await add({
    name: 'Serious about lamps',
    minPages: 2,
    conditions: {
      all: [
        { variable: 'page.anyThisVisit', operator: 'contains', value: '/products' },
        {
          any: [
            { variable: 'place.country', operator: 'isOneOf', value: ['GB', 'BE', 'NL', 'ES'] },
            { variable: 'visitor.visitNumber', operator: '>=', value: 2 },
          ],
        },
        { none: [{ variable: 'tech.device', operator: 'equals', value: 'tablet' }] },
      ],
    },
    actions: { invite, popup: true, email: true },
  });
  await add({
    name: 'Trade',
    specificPages: ['demo/sales.html'],
    actions: { email: true },
  });
  await add({
    name: 'Bought something',
    conditions: { all: [{ variable: 'visit.revenue', operator: '>', value: 0 }] },
    actions: { flagAsCustomer: true },
  });
  await add({ name: 'Reads a lot', shadow: true, minPages: 4 });
  return serious.id;
}

async function addPeople(api: ApiClient, site: string, siteId: string) {
  const join = (name: string, email: string, role: string) =>
    api.call('POST', '/users', operatorSchema.loose(), {
      name,
      email,
      role,
      siteIds: [siteId],
      maxChats: 4,
      password: 'lamps-made-slowly',
    });
  const omar = await join('Omar Haddad', 'omar@lark.example', 'supervisor');
  const lise = await join('Lise Moreau', 'lise@lark.example', 'operator');
  await api.call('POST', '/users/invitations', sentLinkSchema, {
    name: 'Peter Novák',
    email: 'peter@lark.example',
    siteIds: [siteId],
  });
  const sales = await api.call('POST', `${site}/departments`, departmentSchema, {
    name: 'Sales',
    description: 'Which lamp, how much, when it comes',
    operatorIds: [omar.id, lise.id],
  });
  await api.call('POST', `${site}/departments`, departmentSchema, {
    name: 'Repairs',
    description: 'Broken shades, lost screws',
    operatorIds: [omar.id],
  });
  const skill = (name: string, group: string, operatorIds: string[]) =>
    api.call('POST', `${site}/skills`, skillSchema, { name, group, operatorIds });
  await skill('French', 'Languages', [lise.id]);
  await skill('Dutch', 'Languages', []);
  await skill('Wiring', '', [omar.id]);
  return { userId: lise.id, departmentId: sales.id };
}

async function addTags(api: ApiClient, site: string): Promise<string> {
  const add = (tag: object) => api.call('POST', `${site}/tags`, tagSchema, tag);
  const order = await add({
    name: 'Order',
    color: '#2f9e44',
    description: 'With the number of the order',
    takesValue: true,
  });
  await add({ name: 'Trade', color: '#7048e8', description: 'Asks for a business' });
  await add({ name: 'Complaint', color: '#e03131' });
  await add({ name: 'Christmas 2025', color: '#868e96', archived: true });
  return order.id;
}

async function addCannedResponses(api: ApiClient, site: string): Promise<string> {
  const add = (response: object) => api.call('POST', `${site}/canned-responses`, cannedResponseSchema, response);
  const hello = await add({
    title: 'Hello',
    body: 'Good {time_of_day} {visitor.name}, I am {operator.name}. What can I do for you?',
  });
  await add({ title: 'To Europe', folder: ['Delivery'], body: 'To your country it takes three working days.' });
  await add({ title: 'Overseas', folder: ['Delivery'], body: 'Overseas it takes seven to ten working days.' });
  await add({ title: 'Return a lamp', folder: ['After the sale', 'Returns'], body: 'You have 60 days to return it.' });
  return hello.id;
}

const option = (number: number, label: string, options: object[] = []) => ({
  id: `018f2000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  label,
  options,
});
const wrapUp = {
  enabled: true,
  required: true,
  shows: 'start',
  type: 'menu',
  options: [
    option(1, 'Sale', [option(2, 'Lamp'), option(3, 'Spare part')]),
    option(4, 'Advice', [option(5, 'Before buying'), option(6, 'Wiring')]),
    option(7, 'Complaint'),
    option(8, 'Nothing came of it'),
  ],
};
