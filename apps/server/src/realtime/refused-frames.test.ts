import { randomUUID } from 'node:crypto';
import { operatorVerbs } from '@foyer/protocol/operator-socket';
import { chatVerbs, pageVerbs, visitorHelloSchema } from '@foyer/protocol/visitor-socket';
import { afterAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { chatSamples, type FrameIds, operatorSamples, pageSamples } from '../testing/sample-frames.ts';
import { TestSocket } from '../testing/test-socket.ts';
import { openVisitor } from '../testing/visitor.ts';
import { openConsole, openWorld } from '../testing/world.ts';
import { wrongFrames } from '../testing/wrong-frames.ts';

/** on every verb, every field with values of wrong types, made from the verb's own schema. */
const world = await openWorld();
const [here] = world.sites;
const ids: FrameIds = { ...here, siteId: here.site.id, invitationId: randomUUID() };
const visitor = await openVisitor({ server: world.origin, siteKey: here.site.key });
const console_ = await openConsole(world.origin, here.operator);
let checks = 0;

afterAll(async () => {
  process.stdout.write(`frames of wrong types: ${checks} checks\n`);
  await world.close();
});

const connections: readonly [
  name: string,
  socket: TestSocket,
  verbs: Record<string, z.ZodType>,
  samples: Record<string, (ids: FrameIds) => object>,
][] = [
  ['console', console_, operatorVerbs, operatorSamples],
  ['page', visitor.page, pageVerbs, pageSamples],
  ['chat window', visitor.window, chatVerbs, chatSamples],
];

test.each(connections)('every verb of a %s has a sample that its schema takes', (_name, _socket, verbs, samples) => {
  expect(Object.keys(samples).sort()).toEqual(Object.keys(verbs).sort());
  for (const [verb, schema] of Object.entries(verbs))
    expect([verb, schema.safeParse(samples[verb]?.(ids)).error]).toEqual([verb, undefined]);
});

const rows = connections.flatMap(([name, socket, verbs, samples]) =>
  Object.entries(verbs).map(([verb, schema]) => [name, verb, socket, schema, samples[verb]?.(ids) ?? {}] as const),
);

test.each(rows)('R-058 %s: %s', async (_name, _verb, socket, schema, valid) => {
  const failures: string[] = [];
  for (const { where, text } of wrongFrames(schema, valid)) {
    const answers = (await socket.ask(text)).filter((frame) => frame.type === 'error');
    checks += 1;
    if (answers.length !== 1 || answers[0]?.code !== 'invalid_request')
      failures.push(`${where}: ${JSON.stringify(answers)}`);
  }
  expect(failures).toEqual([]);
});

const odd: readonly [what: string, frame: string][] = [
  ['no JSON', 'hello'],
  ['nothing', ''],
  ['an array', '[]'],
  ['null', 'null'],
  ['a text', '"ping"'],
  ['a number', '1e400'],
  ['no verb', '{}'],
  ['an unknown verb', '{"type":"chat.stolen"}'],
  ['a verb of every object', '{"type":"toString"}'],
  ['the prototype as verb', '{"type":"__proto__"}'],
  ['the constructor as verb', '{"type":"constructor"}'],
  ['an object as verb', '{"type":{"toString":"ping"}}'],
  ['a verb in the prototype', '{"__proto__":{"type":"ping"}}'],
  ['half a surrogate pair as verb', '{"type":"\\ud800"}'],
  ['very deep', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['very deep in a verb', `{"type":"x","a":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`],
];

test.each(odd)('R-057 each connection refuses %s and lives', async (_what, text) => {
  for (const [name, socket] of connections) {
    const answers = (await socket.ask(text)).filter((frame) => frame.type === 'error');
    checks += 1;
    expect([name, answers.map((answer) => answer.code)]).toEqual([name, ['invalid_request']]);
  }
});

test('a frame never says more of a failure than what was wrong with it', async () => {
  for (const [, socket] of connections)
    for (const frame of socket.frames.filter((one) => one.type === 'error')) {
      checks += 1;
      expect(frame.message).not.toMatch(/\bat .*:\d+|node_modules|sqlite|SELECT|\.ts\b/i);
    }
});

test('R-058 hello: each field of wrong type is refused, and the socket closed', async () => {
  const page = {
    type: 'hello',
    kind: 'page',
    protocol: 1,
    site: here.site.key,
    visitor: 'a'.repeat(32),
    tab: 'a'.repeat(16),
    resumed: false,
  };
  const chat = { type: 'hello', kind: 'chat', protocol: 1, site: here.site.key, ticket: 'x', token: 'x' };
  const [pageSchema, chatSchema] = visitorHelloSchema.options;
  const wrong = [...wrongFrames(pageSchema, page), ...wrongFrames(chatSchema, chat)];
  for (const { where, text } of wrong) {
    const socket = await TestSocket.open(`${world.origin}/t/socket`);
    socket.send(text);
    const answer = await socket.next('error');
    checks += 1;
    expect([where, answer.code, (await socket.closed).code]).toEqual([
      where,
      expect.stringMatching(/invalid_request|not_found/),
      4403,
    ]);
  }
});
