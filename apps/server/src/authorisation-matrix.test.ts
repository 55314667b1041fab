import { randomUUID } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { insertOutboxItems } from './features/outbox/insert-outbox-items.ts';
import { toOutboxRow } from './features/outbox/outbox-row.ts';
import type { Access, DeclaredRoute } from './http/access.ts';
import { newId } from './http/new-id.ts';
import { hasRole } from './http/principal.ts';
import { type Identity, openIdentities } from './testing/identities.ts';
import { addOperator, openWorld, type SiteWorld } from './testing/world.ts';

/*
 * G-14, R-203, R-207: every declared route × every identity × objects of this site, of the other one, mixed, and none.
 * What must come is worked out from the declaration alone.
 */
const world = await openWorld();
const identities = await openIdentities(world);
const [here, there] = world.sites;
const addProspectRule = async ({ site, mark }: SiteWorld) =>
  (await world.admin.must('POST', `/api/v1/sites/${site.id}/prospect-rules`, { name: `${mark} prospects` })).id;
const prospectRuleIds = new Map([
  [here, await addProspectRule(here)],
  [there, await addProspectRule(there)],
]);
const addTag = async ({ site, mark }: SiteWorld) =>
  (await world.admin.must('POST', `/api/v1/sites/${site.id}/tags`, { name: `${mark} tag` })).id;
const tagIds = new Map([
  [here, await addTag(here)],
  [there, await addTag(there)],
]);
const addNamed = async ({ site, mark }: SiteWorld, documents: 'departments' | 'skills') =>
  (await world.admin.must('POST', `/api/v1/sites/${site.id}/${documents}`, { name: `${mark} ${documents}` })).id;
const departmentIds = new Map([
  [here, await addNamed(here, 'departments')],
  [there, await addNamed(there, 'departments')],
]);
const skillIds = new Map([
  [here, await addNamed(here, 'skills')],
  [there, await addNamed(there, 'skills')],
]);
/** A visitor whom anybody may block, by site. */
const strangerIds = new Map<SiteWorld, string>();
for (const [index, one] of world.sites.entries()) {
  const id = String(index).repeat(32);
  strangerIds.set(one, id);
  const counts = {
    visit_count: 1,
    page_count: 1,
    visible_ms: 0,
    is_prospect: 0,
    is_customer: 0,
    is_blocked: 0,
    chat_count: 0,
  };
  const facts = { first_visit_at: 0, last_visit_at: 0, first_referrer: 'direct', variables: '{}' };
  await world.storage.db
    .insertInto('visitor')
    .values({ site_id: one.site.id, id, name: one.mark, company: null, email: null, phone: null, ...facts, ...counts })
    .execute();
}
/** A block of somebody else by site. */
const blockIds = new Map<SiteWorld, string>();
for (const one of world.sites) {
  const block = {
    visitor_id: 'c'.repeat(32),
    visitor_name: `${one.mark} blocked`,
    address: null,
    address_key: null,
    until: null,
  };
  const by = { reason: `${one.mark} reason`, at: 0, operator_id: randomUUID(), operator_name: `${one.mark} blocker` };
  const id = newId();
  blockIds.set(one, id);
  await world.storage.db
    .insertInto('block')
    .values({ site_id: one.site.id, id, ...block, ...by, lifted_at: null, lifted_by: null })
    .execute();
}
/** Somebody whose sessions and links may go. */
const bystander = await addOperator(world, 'bystander', 'operator', []);
/** Item of the outbox by site id. */
const outboxIds = new Map<string, string>();
for (const { site, mark } of world.sites) {
  const row = toOutboxRow({
    siteId: site.id,
    id: newId(),
    at: 0,
    occurrence: 'matrix',
    cause: `${mark} rule`,
    visitorId: null,
    visitId: null,
    message: { kind: 'email', template: 'notice', to: 'ann@example.test', subject: `${mark} subject`, text: mark },
  });
  outboxIds.set(site.id, row.id);
  await insertOutboxItems(world.storage.db, world.storage.dialect, [{ ...row, state: 'dead' }]);
}
/** File of a chat and of a canned response by site id, and a note on a visitor. */
const fileIds = new Map<string, string>();
const noteIds = new Map<string, string>();
for (const [index, { site, mark, chatId, visitorId }] of world.sites.entries()) {
  const id = String(index + 3).repeat(32);
  fileIds.set(site.id, id);
  const file = { media_type: 'text/plain', bytes: mark.length, uploaded_at: 0 };
  const content = new TextEncoder().encode(mark);
  await world.storage.db
    .insertInto('chat_file')
    .values({
      site_id: site.id,
      id,
      chat_id: chatId,
      visitor_id: visitorId,
      sender_kind: 'visitor',
      name: `${mark} file`,
      ...file,
    })
    .execute();
  await world.storage.db
    .insertInto('chat_file_piece')
    .values({ site_id: site.id, file_id: id, place: 0, content })
    .execute();
  await world.storage.db
    .insertInto('canned_file')
    .values({ site_id: '', id, ...file, width: null, height: null, content })
    .execute();
  const path = `/api/v1/sites/${site.id}/visitors/${visitorId}/notes`;
  noteIds.set(site.id, (await world.admin.must('POST', path, { body: `${mark} note` })).id);
}
const addCannedResponse = async ({ site, mark }: SiteWorld) =>
  (
    await world.admin.must('POST', `/api/v1/sites/${site.id}/canned-responses`, {
      title: `${mark} greeting`,
      folder: [`${mark} folder`],
      body: `${mark} hello`,
      attachments: [{ fileId: fileIds.get(site.id), name: `${mark} file` }],
    })
  ).id;
const cannedResponseIds = new Map([
  [here, await addCannedResponse(here)],
  [there, await addCannedResponse(there)],
]);
const addSavedView = async ({ site, mark }: SiteWorld) =>
  (
    await world.admin.must('POST', `/api/v1/sites/${site.id}/saved-views`, {
      list: 'chats',
      name: `${mark} view`,
      query: { text: `${mark} words` },
      shared: true,
    })
  ).id;
const savedViewIds = new Map([
  [here, await addSavedView(here)],
  [there, await addSavedView(there)],
]);
/** Uploaded image by site id. */
const imageIds = new Map<string, string>();
for (const [index, { site, mark }] of world.sites.entries()) {
  const id = String(index + 1).repeat(32);
  imageIds.set(site.id, id);
  const size = { width: 1, height: 1, bytes: 1, was_animated: 0, content: new Uint8Array([1]) };
  await world.storage.db
    .insertInto('invite_image')
    .values({ site_id: site.id, id, version: 1, name: `${mark} image`, uploaded_at: 0, deleted_at: null, ...size })
    .execute();
  // One that is shown stays, whoever tries to delete it.
  const invite = { name: `${mark} image`, altText: 'Help', image: `upload:${id}` };
  await world.admin.must('POST', `/api/v1/sites/${site.id}/invites`, invite);
}
let checks = 0;
let requests = 0;

afterAll(async () => {
  process.stdout.write(`authorisation of routes: ${requests} requests, ${checks} checks\n`);
  await world.close();
});

/** Objects that a request names. */
interface Target {
  readonly name: string;
  /** Index of the site in the path; null: no such site. */
  readonly site: number | null;
  /** Whether the objects below it are that site's. */
  readonly isWhole: boolean;
  readonly ids: Readonly<Record<string, string>>;
}

/** Newest entry of the change log by site id; empty: of the installation. */
const changeIds = new Map<string, string>();
for (const siteId of [here.site.id, there.site.id, '']) {
  const path = siteId === '' ? '' : `/sites/${siteId}`;
  const { items } = await world.admin.must<{ items: { id: string }[] }>('GET', `/api/v1${path}/audit`);
  changeIds.set(siteId, String(items[0]?.id));
}

const idsOf = (site: SiteWorld) => ({
  siteId: site.site.id,
  siteKey: site.site.key,
  alertId: site.alertId,
  kind: 'alert',
  reportId: 'visits',
  ruleId: site.alertId,
  inviteId: site.inviteId,
  prospectRuleId: String(prospectRuleIds.get(site)),
  tagId: String(tagIds.get(site)),
  visitId: site.visitId,
  chatId: site.chatId,
  visitorId: site.visitorId,
  importId: randomUUID(),
  outboxId: String(outboxIds.get(site.site.id)),
  cannedResponseId: String(cannedResponseIds.get(site)),
  fileId: String(fileIds.get(site.site.id)),
  noteId: String(noteIds.get(site.site.id)),
  userId: bystander.id,
  imageId: String(imageIds.get(site.site.id)),
  file: `${imageIds.get(site.site.id)}.webp`,
  changeId: String(changeIds.get(site.site.id)),
  blockId: String(blockIds.get(site)),
  strangerId: strangerIds.get(site) ?? '',
  departmentId: String(departmentIds.get(site)),
  skillId: String(skillIds.get(site)),
  savedViewId: String(savedViewIds.get(site)),
  keyId: randomUUID(),
  sessionId: 'f'.repeat(32),
  subscriptionId: 'f'.repeat(32),
  '*': 'index.html',
});
const unknown = {
  alertId: randomUUID(),
  ruleId: randomUUID(),
  inviteId: randomUUID(),
  prospectRuleId: randomUUID(),
  tagId: randomUUID(),
  visitId: randomUUID(),
  chatId: randomUUID(),
  outboxId: randomUUID(),
  imageId: 'e'.repeat(32),
  changeId: randomUUID(),
  cannedResponseId: randomUUID(),
  blockId: randomUUID(),
  strangerId: 'a'.repeat(32),
  fileId: 'e'.repeat(32),
  noteId: randomUUID(),
  departmentId: randomUUID(),
  skillId: randomUUID(),
  savedViewId: randomUUID(),
  visitorId: 'f'.repeat(32),
};
const targets: readonly Target[] = [
  { name: 'this site', site: 0, isWhole: true, ids: idsOf(here) },
  { name: 'the other site', site: 1, isWhole: true, ids: idsOf(there) },
  { name: 'this site, objects of the other', site: 0, isWhole: false, ids: { ...idsOf(there), siteId: here.site.id } },
  { name: 'the other site, objects of this', site: 1, isWhole: false, ids: { ...idsOf(here), siteId: there.site.id } },
  { name: 'this site, objects of nobody', site: 0, isWhole: false, ids: { ...idsOf(here), ...unknown } },
  { name: 'no such site', site: null, isWhole: false, ids: { ...idsOf(here), siteId: randomUUID() } },
];

/** What a request sends, valid enough to reach the handler. Versions are stale, so that nothing is lost. */
type Sends = (ids: Target['ids'], identity: Identity) => { query?: string; body?: object };
const stale = 999;
const user = { name: 'X', role: 'operator', siteIds: [], maxChats: 0, disabled: false };
const sent: Readonly<Record<string, Sends>> = {
  'POST /api/v1/session': () => ({
    body: { email: 'amber-holder@example.test', password: 'a password for everybody in this test' },
  }),
  'DELETE /api/v1/session': () => ({}),
  'POST /api/v1/session/second-factor': () => ({ body: { token: 'x'.repeat(43), code: '000000' } }),
  'PATCH /api/v1/me': () => ({ body: {} }),
  'DELETE /api/v1/me/sessions': () => ({}),
  'DELETE /api/v1/me/sessions/:sessionId': () => ({}),
  'POST /api/v1/me/two-factor': () => ({ body: { password: 'wrong' } }),
  'POST /api/v1/me/two-factor/confirm': () => ({ body: { code: '000000' } }),
  'POST /api/v1/me/two-factor/recovery-codes': () => ({ body: { password: 'wrong' } }),
  'POST /api/v1/me/two-factor/off': () => ({ body: { password: 'wrong' } }),
  'POST /api/v1/account-links/look': () => ({ body: { token: 'x'.repeat(43) } }),
  'POST /api/v1/account-links/use': () => ({ body: { token: 'x'.repeat(43), password: 'a long password' } }),
  'POST /api/v1/users/invitations': () => ({ body: { name: 'New', email: `${randomUUID()}@example.test` } }),
  'POST /api/v1/users/:userId/restore': () => ({}),
  'POST /api/v1/users/:userId/link': () => ({ body: {} }),
  'DELETE /api/v1/users/:userId/link': () => ({}),
  'DELETE /api/v1/users/:userId': () => ({ query: `version=${stale}` }),
  'DELETE /api/v1/users/:userId/sessions': () => ({}),
  'DELETE /api/v1/users/:userId/sessions/:sessionId': () => ({}),
  'DELETE /api/v1/users/:userId/two-factor': () => ({}),
  'PUT /api/v1/sign-in-policy': () => ({ body: { administratorsNeedTwoFactor: false, version: stale } }),
  'POST /api/v1/api-keys': () => ({ body: { name: 'New', scopes: ['chats:read'], siteIds: null, expiresAt: null } }),
  'DELETE /api/v1/api-keys/:keyId': () => ({}),
  'POST /api/v1/sites/:siteId/departments': () => ({ body: { name: randomUUID() } }),
  'PUT /api/v1/sites/:siteId/departments/:departmentId': () => ({ body: { name: 'Changed', version: stale } }),
  'DELETE /api/v1/sites/:siteId/departments/:departmentId': () => ({ query: `version=${stale}` }),
  'POST /api/v1/sites/:siteId/skills': () => ({ body: { name: randomUUID() } }),
  'PUT /api/v1/sites/:siteId/skills/:skillId': () => ({ body: { name: 'Changed', version: stale } }),
  'DELETE /api/v1/sites/:siteId/skills/:skillId': () => ({ query: `version=${stale}` }),
  'POST /api/v1/users': () => ({
    body: { name: 'New', email: `${randomUUID()}@example.test`, password: 'a long password' },
  }),
  'PUT /api/v1/users/:userId': () => ({ body: { ...user, version: stale } }),
  'POST /api/v1/sites': () => ({ body: { name: 'New' } }),
  'PUT /api/v1/sites/:siteId': () => ({ body: { name: 'Changed', version: stale } }),
  'POST /api/v1/sites/:siteId/alerts': () => ({ body: { name: 'New', enabled: false } }),
  'PUT /api/v1/sites/:siteId/alerts/order': (ids) => ({ body: { ids: [ids.alertId] } }),
  'PUT /api/v1/sites/:siteId/alerts/:alertId': () => ({ body: { name: 'Changed', version: stale } }),
  'POST /api/v1/sites/:siteId/alerts/:alertId/copy': () => ({}),
  'DELETE /api/v1/sites/:siteId/alerts/:alertId': () => ({ query: `version=${stale}` }),
  'POST /api/v1/sites/:siteId/invites': () => ({ body: { name: 'New', altText: 'Help' } }),
  'PUT /api/v1/sites/:siteId/invites/:inviteId': () => ({ body: { name: 'Changed', altText: 'Help', version: stale } }),
  'POST /api/v1/sites/:siteId/invites/:inviteId/copy': () => ({}),
  'DELETE /api/v1/sites/:siteId/invites/:inviteId': () => ({ query: `version=${stale}` }),
  'PUT /api/v1/sites/:siteId/invites/order': (ids) => ({ body: { ids: [ids.inviteId] } }),
  'POST /api/v1/sites/:siteId/invites/:inviteId/restore': () => ({ body: { version: stale } }),
  'POST /api/v1/sites/:siteId/invite-images': () => ({ query: 'name=New', body: {} }),
  'PUT /api/v1/sites/:siteId/invite-images/:imageId': () => ({ body: { name: 'Changed', version: stale } }),
  'DELETE /api/v1/sites/:siteId/invite-images/:imageId': () => ({}),
  'POST /api/v1/sites/:siteId/invite-images/:imageId/restore': () => ({}),
  'POST /api/v1/sites/:siteId/prospect-rules': () => ({ body: { name: 'New', enabled: false } }),
  'PUT /api/v1/sites/:siteId/prospect-rules/order': (ids) => ({ body: { ids: [ids.prospectRuleId] } }),
  'PUT /api/v1/sites/:siteId/prospect-rules/:prospectRuleId': () => ({ body: { name: 'Changed', version: stale } }),
  'POST /api/v1/sites/:siteId/prospect-rules/:prospectRuleId/copy': () => ({}),
  'DELETE /api/v1/sites/:siteId/prospect-rules/:prospectRuleId': () => ({ query: `version=${stale}` }),
  'PUT /api/v1/sites/:siteId/referring-sites': () => ({ body: { version: stale, items: [] } }),
  'DELETE /api/v1/sites/:siteId/referring-sites': () => ({ query: `version=${stale}` }),
  'POST /api/v1/sites/:siteId/customers/:visitorId/undo': () => ({ body: { reason: 'A test order' } }),
  'PUT /api/v1/sites/:siteId/exclusions': () => ({ body: { version: stale } }),
  'POST /api/v1/sites/:siteId/exclusions/dry-run': () => ({ body: { addresses: ['10.*'] } }),
  'PUT /api/v1/sites/:siteId/notifications': () => ({ body: { version: stale } }),
  'POST /api/v1/sites/:siteId/notifications/webhook-secret': () => ({ body: { version: stale } }),
  'POST /api/v1/sites/:siteId/notifications/preview': () => ({ body: { kind: 'sms', text: '{{site}}' } }),
  'POST /api/v1/configuration/plan': () => ({ body: { file: { foyer: 'configuration', version: 1, sites: [] } } }),
  'POST /api/v1/configuration/apply': () => ({
    body: { file: { foyer: 'configuration', version: 1, sites: [] }, plan: 'stale' },
  }),
  'POST /api/v1/configuration/imports/:importId/roll-back': () => ({ body: { plan: 'stale' } }),
  'POST /api/v1/sites/:siteId/copy-settings/plan': () => ({ body: { from: randomUUID(), sections: ['alerts'] } }),
  'POST /api/v1/sites/:siteId/copy-settings': () => ({
    body: { from: randomUUID(), sections: ['alerts'], plan: 'stale' },
  }),
  'POST /api/v1/sites/:siteId/notifications/test': () => ({ body: { kind: 'webhook' } }),
  'POST /api/v1/sites/:siteId/outbox/:outboxId/retry': () => ({}),
  'POST /api/v1/sites/:siteId/outbox/retry': () => ({ body: { kind: 'sms' } }),
  'PUT /api/v1/sites/:siteId/wrap-up': () => ({ body: { version: stale } }),
  'GET /api/v1/sites/:siteId/reports/:reportId': () => ({ query: 'from=2026-03-01&to=2026-03-31' }),
  'GET /api/v1/sites/:siteId/reports/wrap-ups': () => ({ query: 'from=2026-03-01&to=2026-03-31' }),
  'POST /api/v1/sites/:siteId/tags': () => ({ body: { name: randomUUID() } }),
  'PUT /api/v1/sites/:siteId/tags/settings': () => ({ body: { version: stale } }),
  'PUT /api/v1/sites/:siteId/tags/:tagId': () => ({ body: { name: 'Changed', version: stale } }),
  'DELETE /api/v1/sites/:siteId/tags/:tagId': () => ({ query: `version=${stale}` }),
  'POST /api/v1/sites/:siteId/chats/:chatId/end': () => ({}),
  'POST /api/v1/sites/:siteId/chats/:chatId/transcript': () => ({ body: { to: 'visitor' } }),
  'POST /api/v1/sites/:siteId/missed-chats/:chatId/claim': () => ({ body: {} }),
  'DELETE /api/v1/sites/:siteId/missed-chats/:chatId/claim': () => ({}),
  'POST /api/v1/sites/:siteId/missed-chats/:chatId/reply': () => ({ body: { cid: 'c'.repeat(32), body: 'Yes' } }),
  'POST /api/v1/sites/:siteId/missed-chats/:chatId/settle': () => ({ body: { way: 'spam' } }),
  'POST /api/v1/sites/:siteId/missed-chats/:chatId/reopen': () => ({}),
  'PUT /api/v1/sites/:siteId/chats/:chatId/wrap-up': () => ({ body: { optionId: randomUUID() } }),
  'POST /api/v1/sites/:siteId/chats/:chatId/wrap-up/opened': () => ({}),
  'POST /api/v1/sites/:siteId/chats/:chatId/wrap-up/callback': () => ({ query: 'expires=1&signature=x' }),
  'POST /api/v1/sites/:siteId/chats/:chatId/tags': () => ({ body: { name: 'Nobody has made this one' } }),
  'PUT /api/v1/sites/:siteId/chats/:chatId/tags/:tagId': () => ({ body: {} }),
  'DELETE /api/v1/sites/:siteId/chats/:chatId/tags/:tagId': () => ({}),
  'POST /api/v1/sites/:siteId/chats/:chatId/files': () => ({ query: `cid=${'a'.repeat(32)}&name=a.txt` }),
  'POST /api/v1/sites/:siteId/chats/:chatId/files/canned': (ids) => ({
    body: { cid: 'a'.repeat(32), fileId: ids.fileId, name: 'a.txt' },
  }),
  'POST /api/v1/sites/:siteId/chats/:chatId/notes': () => ({
    body: { cid: randomUUID().replaceAll('-', ''), body: 'x' },
  }),
  'POST /api/v1/sites/:siteId/visitors/:visitorId/notes': () => ({ body: { body: ' ' } }),
  'PUT /api/v1/sites/:siteId/visitors/:visitorId/notes/:noteId': () => ({ body: { body: 'x', version: stale } }),
  'DELETE /api/v1/sites/:siteId/visitors/:visitorId/notes/:noteId': () => ({ query: `version=${stale}` }),
  'POST /api/v1/sites/:siteId/canned-responses/files': () => ({ query: 'name=a.txt' }),
  'GET /api/v1/sites/:siteId/canned-responses/files/:fileId': () => ({ query: 'name=a.txt' }),
  'POST /t/chats/:chatId/files': (ids) => ({ query: `site=${ids.siteKey}&cid=${'a'.repeat(32)}&name=a.txt` }),
  'GET /t/chats/:chatId/files/:fileId/link': (ids) => ({ query: `site=${ids.siteKey}` }),
  'PUT /api/v1/sites/:siteId/chats/:chatId/contact': () => ({ body: { name: 'Changed' } }),
  'PUT /api/v1/sites/:siteId/client-form': () => ({ body: { version: stale } }),
  'POST /api/v1/sites/:siteId/client-form/open': (ids) => ({ body: { chatId: ids.chatId } }),
  'POST /api/v1/sites/:siteId/client-form/test': () => ({
    body: { title: 'Form', url: 'https://form.example/', personalData: false, popups: false },
  }),
  'POST /api/v1/client-form/exchange': () => ({ body: { token: 'x', host: 'form.example' } }),
  'POST /api/v1/sites/:siteId/blocks': (ids) => ({
    body: { visitorId: String(ids.strangerId), by: 'visitor', duration: 'hour', reason: ids.siteId },
  }),
  'DELETE /api/v1/sites/:siteId/blocks/:blockId': () => ({}),
  'PUT /api/v1/sites/:siteId/opening-hours': () => ({ body: { version: stale } }),
  'POST /api/v1/me/push-subscriptions': () => ({
    body: { endpoint: 'http://127.0.0.1/push', keys: { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) } },
  }),
  'DELETE /api/v1/me/push-subscriptions/:subscriptionId': () => ({}),
  'POST /api/v1/me/push-subscriptions/:subscriptionId/test': () => ({}),
  'POST /api/v1/me/push-subscriptions/:subscriptionId/answer': () => ({ body: { nonce: 'f'.repeat(32) } }),
  'PUT /api/v1/me/auto-away': () => ({ body: { minutes: 5 } }),
  'PUT /api/v1/users/:userId/work-periods': () => ({ body: { version: stale } }),
  'GET /api/v1/team-messages': (ids) => ({ query: `siteId=${ids.siteId}` }),
  'POST /api/v1/sites/:siteId/chats/:chatId/field-requests': () => ({ body: { name: 'email' } }),
  'PUT /api/v1/sites/:siteId/surveys': () => ({ body: { version: stale } }),
  'PUT /api/v1/sites/:siteId/chat-options': () => ({ body: { version: stale } }),
  'PUT /api/v1/sites/:siteId/routing': () => ({ body: { version: stale } }),
  'POST /api/v1/sites/:siteId/routing/test': () => ({ body: {} }),
  'POST /api/v1/sites/:siteId/canned-responses': () => ({ body: { title: 'New', body: 'Hello' } }),
  'PUT /api/v1/sites/:siteId/canned-responses/:cannedResponseId': () => ({
    body: { scope: 'site', title: 'Changed', body: 'Hello', version: stale },
  }),
  'DELETE /api/v1/sites/:siteId/canned-responses/:cannedResponseId': () => ({ query: `version=${stale}` }),
  'POST /api/v1/sites/:siteId/canned-responses/rename-folder': () => ({
    body: { scope: 'site', from: ['Nobody’s'], to: ['Nothing'] },
  }),
  'POST /api/v1/me/canned-responses': () => ({ body: { title: 'New', body: 'Hello' } }),
  'PUT /api/v1/me/canned-responses/:cannedResponseId': () => ({
    body: { title: 'Changed', body: 'Hello', version: stale },
  }),
  'DELETE /api/v1/me/canned-responses/:cannedResponseId': () => ({ query: `version=${stale}` }),
  'POST /api/v1/sites/:siteId/saved-views': () => ({
    body: { list: 'chats', name: randomUUID(), query: {}, shared: false },
  }),
  'PUT /api/v1/sites/:siteId/saved-views/:savedViewId': () => ({
    body: { name: 'Changed', query: {}, shared: false, version: stale },
  }),
  'DELETE /api/v1/sites/:siteId/saved-views/:savedViewId': () => ({ query: `version=${stale}` }),
  'POST /unsubscribe': (ids) => ({ query: `site=${ids.siteId}&to=x&token=x` }),
  'GET /api/v1/sites/:siteId/chats': (ids) => ({ query: `visitorId=${ids.visitorId}` }),
  'GET /api/v1/sites/:siteId/visits': (ids) => ({ query: `visitorId=${ids.visitorId}` }),
  'POST /api/v1/sites/:siteId/visits/:visitId/evaluate': () => ({ body: { expression: { all: [] } } }),
  'OPTIONS /t/hit': () => ({}),
  'POST /t/hit': (ids) => ({
    body: { site: ids.siteKey, visitor: 'e'.repeat(32), tab: 'e'.repeat(16), n: 1, url: 'https://shop.example/' },
  }),
  'GET /t/pixel.gif': (ids) => ({ query: `site=${ids.siteKey}` }),
  'GET /t/availability': (ids) => ({ query: `site=${ids.siteKey}` }),
};

/** What the declaration says must happen. `pass`: the handler answers, whatever it says about the request. */
function expectedOf(route: DeclaredRoute, identity: Identity, target: Target): 'pass' | 401 | 403 | 404 {
  const { access, right } = route;
  if (access.who === 'anyone') return 'pass';
  if (identity.role === null) return 401;
  const mayUse = target.site !== null && identity.sites.includes(target.site);
  if (isOfSite(access) && !mayUse) return 404;
  if (identity.key) {
    const { scopes, isLimited } = identity.key;
    if (right === null || (isLimited && access.touches === 'installation')) return 403;
    const writing = right.replace(':read', ':write');
    if (!scopes.some((scope) => scope === right || scope === writing)) return 403;
  }
  // Nobody here has or had the chat: supervisors see to it.
  const isTheirs = ['chat', 'readableChat'].includes(access.touches)
    ? hasRole(identity.role, 'supervisor')
    : access.touches !== 'heldChat';
  if (!isTheirs) return target.isWhole ? 403 : 404;
  if (identity.key) return 'pass';
  return hasRole(identity.role, access.who) ? 'pass' : 403;
}

function isOfSite({ who, touches }: Access): boolean {
  return who !== 'anyone' && ['site', 'chat', 'readableChat', 'heldChat'].includes(touches);
}

function fill(url: string, ids: Target['ids']): string {
  return url.replace(/:(\w+)|\*/g, (whole, name: string | undefined) => {
    const value = ids[name ?? whole];
    if (value === undefined)
      throw new Error(`${url}: the matrix has nothing to fill ${whole} with; give it an object of each site`);
    return value;
  });
}

async function send(
  route: DeclaredRoute,
  method: string,
  identity: Identity,
  target: Target,
): Promise<LightMyRequestResponse> {
  const { query, body } = sent[`${route.method} ${route.url}`]?.(target.ids, identity) ?? {};
  const url = `${fill(route.url, target.ids)}${query ? `?${query}` : ''}`;
  requests += 1;
  const answer = await identity.caller.call(method as 'GET', url, body ? { body } : {});
  if (answer.cookies.some((cookie) => cookie.name === 'foyer-session' && cookie.value === '')) await identity.renew();
  return answer;
}

/** The body without what the caller said themselves. */
function shapeOf(answer: LightMyRequestResponse): unknown {
  return [answer.statusCode, answer.headers['content-type'], answer.body];
}

/** Texts and ids of a site that stand in an answer although the caller neither may see them nor said them. */
function leaksOf(answer: LightMyRequestResponse, site: SiteWorld, said: string): string[] {
  const secrets = [
    site.mark,
    site.site.id,
    site.alertId,
    site.inviteId,
    site.visitId,
    site.chatId,
    site.pendingChatId,
    site.visitorId,
  ];
  const text = JSON.stringify([answer.headers, answer.body]);
  return secrets.filter((secret) => text.includes(secret) && !said.includes(secret));
}

test('every route that changes something is sent something', () => {
  const missing = world.app.routes
    .filter((route) => route.method !== 'GET' && !sent[`${route.method} ${route.url}`])
    .map((route) => `${route.method} ${route.url}`);
  expect(missing, 'tell `sent` above what the matrix sends there').toEqual([]);
  const gone = Object.keys(sent).filter(
    (key) => !world.app.routes.some((route) => `${route.method} ${route.url}` === key),
  );
  expect(gone).toEqual([]);
});

test('a parameter that the matrix cannot fill fails it', () => {
  expect(() => fill('/api/v1/sites/:siteId/wishes/:wishId', idsOf(here))).toThrow(/nothing to fill :wishId/);
});

test.each(world.app.routes.map((route) => [`${route.method} ${route.url}`, route] as const))(
  'G-14 %s',
  async (_name, route) => {
    const { access } = route;
    const isAboutSites = route.url.includes(':siteId');
    const failures: string[] = [];
    const check = (holds: boolean, text: string) => {
      checks += 1;
      if (!holds) failures.push(text);
    };
    for (const identity of identities)
      for (const method of route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])
        for (const target of isAboutSites ? targets : targets.slice(0, 2)) {
          const expected = expectedOf(route, identity, target);
          const answer = await send(route, method, identity, target);
          const label = `${method} by ${identity.name}, ${target.name}: ${answer.statusCode} ${answer.body.slice(0, 200)}`;
          if (expected !== 'pass') check(answer.statusCode === expected, `${label}; must be ${expected}`);
          else {
            check(answer.statusCode !== 401 && answer.statusCode !== 403, `${label}; must pass`);
            check(answer.statusCode < 500, `${label}; must not fail`);
            if (isAboutSites && target.isWhole) check(answer.statusCode !== 404, `${label}; must be found`);
          }
          if (access.who !== 'anyone') {
            const said = JSON.stringify([fill(route.url, target.ids), target.ids]);
            for (const [index, site] of world.sites.entries())
              if (!identity.sites.includes(index)) {
                const leaks = leaksOf(answer, site, said);
                check(leaks.length === 0, `${label}; tells ${leaks} of the ${site.mark} site`);
              }
            if (answer.statusCode >= 400 && method !== 'HEAD')
              check(
                answer.headers['content-type'] === 'application/problem+json; charset=utf-8',
                `${label}; must be a problem`,
              );
            check(answer.headers['cache-control'] === 'no-store', `${label}; must not be kept`);
          }
        }
    expect(failures).toEqual([]);
  },
);

test.each(
  world.app.routes
    .filter((route) => isOfSite(route.access))
    .map((route) => [`${route.method} ${route.url}`, route] as const),
)('R-207 a foreign thing looks as if it did not exist: %s', async (_name, route) => {
  for (const identity of identities) {
    const answers = new Map<string, unknown>();
    for (const target of targets) answers.set(target.name, shapeOf(await send(route, route.method, identity, target)));
    const isForeign = identity.role !== null && !identity.sites.includes(1);
    if (isForeign) {
      checks += 1;
      expect(answers.get('the other site'), identity.name).toEqual(answers.get('no such site'));
    }
    if (
      identity.role !== null &&
      !/\/(alerts|invites|prospect-rules|tags|canned-responses|client-form\/test|departments|skills|saved-views)$/.test(
        route.url,
      )
    ) {
      checks += 1;
      expect(answers.get('this site, objects of the other'), identity.name).toEqual(
        answers.get('this site, objects of nobody'),
      );
    }
  }
});

test.each<
  [what: string, body: (foreign: SiteWorld) => [method: 'POST' | 'PUT', path: string, body: object], status: number]
>([
  [
    'an alert that sends an invite',
    (site) => ['POST', '/alerts', { name: 'X', actions: { invite: site.inviteId } }],
    400,
  ],
  ['an order of alerts', (site) => ['PUT', '/alerts/order', { ids: [site.alertId] }], 409],
  [
    'a prospect rule that sends an invite',
    (site) => ['POST', '/prospect-rules', { name: 'X', actions: { invite: site.inviteId } }],
    400,
  ],
])('R-207 a foreign id in a body counts as unknown: %s', async (_name, body, status) => {
  const nobodys = { ...there, inviteId: randomUUID(), alertId: randomUUID() };
  const [foreign, missing] = await Promise.all(
    [there, nobodys].map((site) => {
      const [method, path, content] = body(site);
      return world.admin.call(method, `/api/v1/sites/${here.site.id}${path}`, { body: content });
    }),
  );
  expect(foreign?.statusCode).toBe(status);
  expect(foreign?.body).toBe(missing?.body);
  checks += 2;
});

test('G-14 the objects are real: their own operator finds each of them', async () => {
  for (const path of [
    `/alerts/${here.alertId}`,
    `/invites/${here.inviteId}`,
    `/prospect-rules/${prospectRuleIds.get(here)}`,
    `/tags/${tagIds.get(here)}`,
    `/chats/${here.chatId}`,
    `/visits/${here.visitId}`,
  ]) {
    const answer = await here.operator.call('GET', `/api/v1/sites/${here.site.id}${path}`);
    expect([path, answer.statusCode]).toEqual([path, 200]);
  }
});

test('R-225 the visitor’s token is in nothing that staff can read', async () => {
  for (const route of world.app.routes.filter(({ method, access }) => method === 'GET' && access.who !== 'anyone')) {
    const answer = await world.admin.call('GET', fill(route.url, idsOf(here)));
    expect(answer.body).not.toContain(here.visitorToken);
    checks += 1;
  }
  expect(JSON.stringify(here.console_.frames)).not.toContain(here.visitorToken);
  const rows = await world.storage.db.selectFrom('visitor_token').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(here.visitorToken);
});
