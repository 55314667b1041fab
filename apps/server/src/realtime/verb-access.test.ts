import { randomUUID } from 'node:crypto';
import { operatorVerbs } from '@foyer/protocol/operator-socket';
import { chatVerbs, pageVerbs } from '@foyer/protocol/visitor-socket';
import { afterAll, expect, test } from 'vitest';
import { hasRole } from '../http/principal.ts';
import {
  chatVerbAccess,
  type OperatorVerbAccess,
  operatorVerbAccess,
  pageVerbAccess,
  requireDeclared,
} from '../http/verb-access.ts';
import { type Identity, openIdentities } from '../testing/identities.ts';
import { chatSamples, type FrameIds, operatorSamples, pageSamples } from '../testing/sample-frames.ts';
import { type AnyFrame, statusOfUpgrade, TestSocket } from '../testing/test-socket.ts';
import { openPage, openVisitor } from '../testing/visitor.ts';
import { addOperator, openConsole, openWorld, type SiteWorld } from '../testing/world.ts';

/** G-14, R-059, R-203, R-207: every verb of each socket × everybody × objects of this site and of the other. */
const world = await openWorld();
const identities = await openIdentities(world);
const [here, there] = world.sites;
const idsOf = (site: SiteWorld): FrameIds => ({ ...site, siteId: site.site.id, invitationId: randomUUID() });
const own = idsOf(here);
const foreign = idsOf(there);
const unknown: FrameIds = {
  siteId: randomUUID(),
  chatId: randomUUID(),
  colleagueId: randomUUID(),
  visitId: randomUUID(),
  inviteId: randomUUID(),
  invitationId: randomUUID(),
  visitorId: 'f'.repeat(32),
};
const operatorVerbNames = Object.keys(operatorVerbAccess) as (keyof typeof operatorVerbAccess)[];
let checks = 0;

afterAll(async () => {
  process.stdout.write(`authorisation of verbs: ${checks} checks\n`);
  await world.close();
});

test.each<[string, object, object, object]>([
  ['console', operatorVerbs, operatorVerbAccess, operatorSamples],
  ['page', pageVerbs, pageVerbAccess, pageSamples],
  ['chat window', chatVerbs, chatVerbAccess, chatSamples],
])('every verb of a %s declares its access and is in the matrix', (_name, verbs, access, samples) => {
  expect(Object.keys(access).sort()).toEqual(Object.keys(verbs).sort());
  expect(Object.keys(samples).sort()).toEqual(Object.keys(verbs).sort());
});

test('a verb without a declaration does not start', () => {
  expect(() => requireDeclared({ ...operatorVerbs, 'chat.stolen': {} }, operatorVerbAccess)).toThrow(
    'Verb chat.stolen declares no access',
  );
  expect(() => requireDeclared({ toString: {} }, {})).toThrow('Verb toString declares no access');
});

test('a verb that touches a site names it, and one that touches a chat names that, too', () => {
  for (const verb of operatorVerbNames) {
    const { touches }: OperatorVerbAccess = operatorVerbAccess[verb];
    const named = Object.keys(operatorVerbs[verb].shape);
    if (touches !== 'nothing' && touches !== 'self') expect(named).toContain('siteId');
    else expect(named.filter((name) => /Id$/.test(name) && name !== 'requestId')).toEqual([]);
    if (/chat/i.test(touches)) expect(named).toContain('chatId');
  }
  for (const [verb, { touches }] of Object.entries(chatVerbAccess))
    expect([verb, 'chatId' in chatVerbs[verb as keyof typeof chatVerbs].shape]).toEqual([
      verb,
      touches === 'visitorsChat',
    ]);
});

// The socket is for people: an API key is nobody there, as a cookie and as what it is.
test.each(identities.filter((one) => one.role === null || one.key !== null).map((one) => [one.name, one] as const))(
  'G-14 the console’s socket is refused to %s',
  async (_name, identity) => {
    const headers: Record<string, string> = { origin: world.origin };
    if (identity.caller.cookie !== '') headers.cookie = identity.caller.cookie;
    if (identity.key) headers.authorization = `Bearer ${identity.caller.cookie.split('=')[1]}`;
    expect(await statusOfUpgrade(`${world.origin}/api/v1/socket`, headers)).toBe(401);
    checks += 1;
  },
);

const codesOf = (frames: readonly AnyFrame[]) =>
  frames.filter((frame) => frame.type === 'error').map((frame) => frame.code);

/** What comes by itself; what the team says comes to whoever said it, too. */
const newsTypes = new Set([
  'colleagues.changed',
  'configuration.changed',
  'team.state',
  'team.message',
  'team.seen',
  'team.broadcastDismissed',
]);

/** What a frame brings, without news for everybody and the client id that the test made up. */
function withoutNews(frames: readonly AnyFrame[]): AnyFrame[] {
  return frames.filter(({ type }) => !newsTypes.has(type)).map(({ cid: _cid, ...frame }) => frame as AnyFrame);
}

test.each(operatorVerbNames)('before hello: %s', async (verb) => {
  const socket = await TestSocket.open(`${world.origin}/api/v1/socket`, {
    origin: world.origin,
    cookie: here.operator.cookie,
  });
  const access: OperatorVerbAccess = operatorVerbAccess[verb];
  const answers = withoutNews(await socket.ask(operatorSamples[verb](own)));
  expect(codesOf(answers)).toEqual(access.beforeHello ? [] : ['invalid_request']);
  expect(answers.every((frame) => frame.type === 'error' || frame.type === 'welcome')).toBe(true);
  checks += 1;
  await socket.close();
});

/** Verbs that name nothing but the site; their answers are never twice the same. */
const namesNothingElse = new Set<string>(['visitors.watched', 'team.broadcastSent']);

const staff = identities.filter(
  (one): one is Identity & { role: NonNullable<Identity['role']> } => one.role !== null && one.key === null,
);

/** Whether a frame only tells a supervisor how a chat of their sites goes on. */
function isNewsOfChat({ type, chatId, chat }: AnyFrame, { role, sites }: Identity): boolean {
  if (role === 'operator' || role === null) return false;
  const id =
    type === 'chat.changed'
      ? (chat as { id: string }).id
      : ['entry', 'colleague.typing'].includes(type)
        ? chatId
        : null;
  return (id === own.chatId && sites.includes(0)) || (id === foreign.chatId && sites.includes(1));
}

test.each(staff.map((one) => [one.name, one] as const))('G-14 verbs of %s', async (_name, identity) => {
  const console_ = await openConsole(world.origin, identity.caller);
  const failures: string[] = [];
  const check = (holds: boolean, label: string) => {
    checks += 1;
    if (!holds) failures.push(label);
  };
  for (const verb of operatorVerbNames.filter((name) => name !== 'hello')) {
    const { touches, who }: OperatorVerbAccess = operatorVerbAccess[verb];
    const oversees = hasRole(identity.role, 'supervisor');
    const targets: [name: string, site: number | null, isWhole: boolean, ids: FrameIds][] = [
      ['this site', 0, true, own],
      ['the other site', 1, true, foreign],
      ['this site, objects of the other', 0, false, { ...foreign, siteId: own.siteId }],
      ['the other site, objects of this', 1, false, { ...own, siteId: foreign.siteId }],
      ['this site, objects of nobody', 0, false, { ...unknown, siteId: own.siteId }],
      ['no such site', null, false, { ...own, siteId: unknown.siteId }],
    ];
    const told = new Map<string, AnyFrame[]>();
    for (const [target, site, isWhole, ids] of touches === 'nothing' || touches === 'self'
      ? targets.slice(0, 1)
      : targets) {
      const answers = withoutNews(await console_.ask(operatorSamples[verb](ids))).filter(
        (frame) => verb === 'chat.watched' || !isNewsOfChat(frame, identity),
      );
      told.set(target, answers);
      const codes = codesOf(answers);
      const label = `${verb}, ${target}: ${JSON.stringify(answers)}`;
      const mayUse = site === null ? identity.role === 'administrator' : identity.sites.includes(site);
      const isOwnAccount = touches === 'nothing' || touches === 'self';
      if (isOwnAccount) check(codes.length === 0, `${label}; must pass`);
      else if (!mayUse)
        check(answers.length === 1 && codes[0] === 'not_found', `${label}; must look as if it did not exist`);
      else if (!hasRole(identity.role, operatorVerbAccess[verb].who))
        check(codes[0] === 'forbidden', `${label}; must be for ${operatorVerbAccess[verb].who}s`);
      else if (touches === 'site') check(!isWhole || !codes.includes('not_found'), `${label}; must be found`);
      else if (!isWhole) check(answers.length === 1 && codes[0] === 'not_found', `${label}; must not be found`);
      // Nobody here has the chat: its holder is somebody else.
      else if (touches === 'heldChat') check(codes[0] === 'forbidden', `${label}; must be its holder’s`);
      else if (touches === 'chatLog') check(codes[0] === 'forbidden', `${label}; must be its holder’s`);
      else if (['readableChat', 'overseenChat'].includes(touches) && !oversees)
        check(codes[0] === 'forbidden', `${label}; must be for its holder and supervisors`);
      else if (!hasRole(identity.role, who)) check(codes[0] === 'forbidden', `${label}; must be for the role ${who}`);
      else check(!codes.includes('not_found') && !codes.includes('forbidden'), `${label}; must be found`);
    }
    if (told.has('no such site')) {
      const isForeign = !identity.sites.includes(1);
      if (isForeign)
        check(
          JSON.stringify(told.get('the other site')) === JSON.stringify(told.get('no such site')),
          `${verb}: a foreign site differs from none`,
        );
      if (identity.sites.includes(0) && !namesNothingElse.has(verb))
        check(
          JSON.stringify(told.get('this site, objects of the other')) ===
            JSON.stringify(told.get('this site, objects of nobody')),
          `${verb}: a foreign object differs from none`,
        );
    }
  }

  // what happens on a site reaches nobody else.
  const view = { sort: { column: 'startedAt', direction: 'ascending' }, filter: {}, limit: 10 };
  for (const site of world.sites) {
    // Its own operator watches, so that it is known when everything has been told.
    site.console_.send({ type: 'visitors.watched', siteId: site.site.id, view });
    await site.console_.next('visitors.snapshot');
    site.window.send({
      type: 'message.sent',
      chatId: site.chatId,
      cid: randomUUID().replaceAll('-', ''),
      body: `${site.mark} news`,
    });
    await site.window.next('ack');
    await site.window.ask({ type: 'typing.changed', chatId: site.chatId, typing: true });
    await site.page.ask({ type: 'contact.changed', name: `${site.mark} visitor ${randomUUID()}` });
    await site.console_.next('visitors.changed');
    await world.admin.must('PUT', `/api/v1/sites/${site.site.id}/alerts/order`, { ids: [site.alertId] });
  }
  for (const [index, site] of world.sites.entries())
    if (!identity.sites.includes(index))
      for (const frame of console_.frames) {
        const text = JSON.stringify(frame);
        const leaked = [
          site.mark,
          site.site.id,
          site.chatId,
          site.pendingChatId,
          site.visitId,
          site.visitorId,
          site.alertId,
        ].filter((secret) => text.includes(secret));
        check(leaked.length === 0, `${frame.type} tells ${leaked} of the ${site.mark} site`);
      }
  expect(failures).toEqual([]);
  await console_.close();
});

test('a chat’s holder may use each verb on it', async () => {
  const { console_ } = here;
  const mayAsOperator = (name: keyof typeof operatorVerbAccess) => operatorVerbAccess[name].who === 'operator';
  for (const verb of operatorVerbNames.filter(
    (name) => mayAsOperator(name) && !['hello', 'chat.left', 'chat.ended'].includes(name),
  )) {
    const codes = codesOf(await console_.ask(operatorSamples[verb](own)));
    checks += 1;
    expect([verb, codes.filter((code) => code === 'not_found' || code === 'forbidden')]).toEqual([verb, []]);
  }
});

test('accepting and speaking at once is not refused: an accept is told after it is done', async () => {
  const { caller } = await addOperator(world, 'quick one', 'operator', [here.site.id]);
  const console_ = await openConsole(world.origin, caller);
  const ids = { ...own, chatId: here.pendingChatId };
  console_.send(operatorSamples['chat.accepted'](ids));
  console_.send(operatorSamples['typing.changed'](ids));
  expect(codesOf(await console_.ask(operatorSamples['message.sent'](ids)))).toEqual([]);
  expect(codesOf(console_.frames)).toEqual([]);
  expect(codesOf(await console_.ask(operatorSamples['chat.left'](ids)))).toEqual([]);
  await console_.close();
});

const chatVerbNames = Object.keys(chatVerbAccess) as (keyof typeof chatVerbAccess)[];
const pageVerbNames = Object.keys(pageVerbAccess) as (keyof typeof pageVerbAccess)[];

test.each(world.sites.map((site, index) => [index === 0 ? 'the same site' : 'the other site', site] as const))(
  'R-059 a chat window of another visitor of %s',
  async (_name, site) => {
    const stranger = await openVisitor({ server: world.origin, siteKey: site.site.key });
    for (const verb of chatVerbNames.filter((name) => chatVerbAccess[name].touches === 'visitorsChat')) {
      const answers = await stranger.window.ask(chatSamples[verb](own));
      const ofNone = await stranger.window.ask(chatSamples[verb](unknown));
      const plain = (frames: AnyFrame[]) => frames.map(({ cid: _cid, ...frame }) => frame);
      expect([verb, codesOf(answers), answers.length]).toEqual([verb, ['not_found'], 1]);
      expect(plain(answers)).toEqual(plain(ofNone));
      checks += 2;
    }
    here.window.send({
      type: 'message.sent',
      chatId: here.chatId,
      cid: randomUUID().replaceAll('-', ''),
      body: 'Amber secret',
    });
    await here.window.next('ack');
    await stranger.window.ask({ type: 'ping' });
    expect(JSON.stringify([stranger.window.frames, stranger.page.frames])).not.toMatch(/Amber/);
    checks += 1;
    await Promise.all([stranger.window.close(), stranger.page.close()]);
  },
);

test('a page answers only for its own visitor’s invites', async () => {
  const server = { server: world.origin, siteKey: here.site.key };
  const [guest, stranger] = [await openPage(server), await openPage(server)];
  expect(
    codesOf(await here.console_.ask({ ...operatorSamples['invite.sent'](own), visitorId: guest.visitor })),
  ).toEqual([]);
  const { invite } = await guest.socket.next('invite.sent');
  const ids = { ...own, invitationId: invite.invitationId };
  for (const verb of pageVerbNames.filter((name) => name.startsWith('invite.')))
    await stranger.socket.ask(pageSamples[verb](ids));
  await guest.socket.ask(pageSamples['invite.shown'](ids));
  await expect
    .poll(async () => {
      const { items } = await world.admin.must<{ items: { id: string }[] }>(
        'GET',
        `/api/v1/sites/${own.siteId}/visits?visitorId=${guest.visitor}`,
      );
      const detail = await world.admin.must<{ invitations: { state: string }[] }>(
        'GET',
        `/api/v1/sites/${own.siteId}/visits/${items[0]?.id}`,
      );
      return detail.invitations.map((invitation) => invitation.state);
    })
    .toEqual(['shown']);
  expect(JSON.stringify(stranger.socket.frames)).not.toContain(invite.invitationId);
  checks += 2;
});

test.each([...new Set([...pageVerbNames, ...chatVerbNames, ...operatorVerbNames])])(
  'before a visitor’s hello: %s',
  async (verb) => {
    const socket = await TestSocket.open(`${world.origin}/t/socket`);
    const frame = { ...pageSamples, ...chatSamples, ...operatorSamples }[verb](own);
    socket.send(frame);
    expect((await socket.next('error')).code).toBe('invalid_request');
    expect((await socket.closed).code).toBe(4403);
    checks += 1;
  },
);

test('verbs of one kind of connection are unknown to the others', async () => {
  const visitor = await openVisitor({ server: world.origin, siteKey: here.site.key });
  const sockets: [socket: TestSocket, known: object][] = [
    [visitor.page, pageVerbs],
    [visitor.window, chatVerbs],
    [here.console_, operatorVerbs],
  ];
  const all = { ...pageSamples, ...chatSamples, ...operatorSamples };
  for (const [socket, known] of sockets)
    for (const [verb, sample] of Object.entries(all).filter(([name]) => !Object.hasOwn(known, name))) {
      expect([verb, codesOf(await socket.ask(sample(own)))]).toEqual([verb, ['invalid_request']]);
      checks += 1;
    }
});
