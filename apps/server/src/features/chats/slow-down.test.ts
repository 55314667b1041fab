import { expect, test } from 'vitest';
import { newId } from '../../http/new-id.ts';
import { signInAsAdministrator } from '../../testing/caller.ts';
import { openDesk } from '../../testing/chat-desk.ts';
import { openTestApp } from '../../testing/test-app.ts';

test('the same words over and over are slowed down, with the time to wait; other words are not', async () => {
  const app = await openTestApp({ FOYER_LIMIT_FACTOR: '1' });
  const desk = await openDesk({ ...app, admin: await signInAsAdministrator(app) }, await app.listen());
  await desk.addStaff('mate');
  const { window, chatId } = await desk.ask();
  const say = async (body: string) => {
    const cid = newId().replaceAll('-', '');
    window.send({ type: 'message.sent', chatId, cid, body });
    return window.next((one) => one.cid === cid);
  };
  const answers: string[] = [];
  for (let times = 0; times < 4; times += 1) answers.push((await say('Hello?')).type);
  expect(answers).toEqual(['ack', 'ack', 'ack', 'error']);
  const refused = await say(' HELLO? ');
  expect(refused).toMatchObject({ code: 'too_many_requests' });
  expect(refused.retryAfterMs).toBeGreaterThan(0);
  expect((await say('Is anybody there?')).type).toBe('ack');
  await app.close();
});
