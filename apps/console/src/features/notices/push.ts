import type { Ring } from '@foyer/protocol/ring';
import { createStore } from '../../api/create-store.ts';
import { isPushOn } from './notice-choices.ts';
import {
  addPushSubscription,
  listPushSubscriptions,
  readPushKey,
  removePushSubscription,
  testPushSubscription,
} from './push-api.ts';

const isSupported = 'serviceWorker' in navigator && 'PushManager' in window && isSecureContext;
const worker = '/console/push-worker.js';
const answerMs = 15_000;
const lookEveryMs = 500;

/** What is known of push in this browser: it works once a message has come through and been answered. */
export const pushState = createStore<Ring['push']>(isSupported ? 'off' : 'unsupported');
let id: string | null = null;

/** Subscribes this browser. Throws when the browser or its push service says no. */
export async function switchPushOn(): Promise<void> {
  await subscribe();
  isPushOn.set(true);
  await testPush();
}

export async function switchPushOff(): Promise<void> {
  isPushOn.set(false);
  if (isSupported) pushState.set('off');
  const registration = isSupported ? await navigator.serviceWorker.getRegistration(worker) : undefined;
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  if (id !== null) await removePushSubscription(id);
  id = null;
}

/** Goes on where this browser was switched on before; the server sends to sessions that live, and this may be a new one. */
export async function resumePush(): Promise<void> {
  if (!isSupported || !isPushOn.get()) return;
  try {
    const known = await subscribe();
    const mine = (await listPushSubscriptions()).find((one) => one.id === known);
    pushState.set(mine?.answeredAt ? 'works' : 'failed');
  } catch {
    pushState.set('failed');
  }
}

/** Sends a message there and back. The answer is the push service's own words when it did not work, else null. */
export async function testPush(): Promise<string | null> {
  if (!isSupported || !isPushOn.get()) return null;
  try {
    const known = id ?? (await subscribe());
    const before = (await listPushSubscriptions()).find((one) => one.id === known)?.answeredAt ?? 0;
    const { sent, answer } = await testPushSubscription(known);
    const hasAnswered = sent && (await waitFor(known, before));
    pushState.set(hasAnswered ? 'works' : 'failed');
    return hasAnswered ? null : answer;
  } catch (error) {
    pushState.set('failed');
    return error instanceof Error ? error.message : String(error);
  }
}

async function subscribe(): Promise<string> {
  const registration = await navigator.serviceWorker.register(worker, { scope: '/console/' });
  await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(await readPushKey()) };
  id = await addPushSubscription(await registration.pushManager.subscribe(options));
  return id;
}

/** Whether the service worker answers the server in time. */
async function waitFor(known: string, before: number): Promise<boolean> {
  for (let waited = 0; waited < answerMs; waited += lookEveryMs) {
    const mine = (await listPushSubscriptions()).find((one) => one.id === known);
    if ((mine?.answeredAt ?? 0) > before) return true;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  return false;
}

/** Of base64url. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
