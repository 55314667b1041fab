import type { Ring } from '@foyer/protocol/ring';
import { operatorSocket } from '../../api/connection.ts';
import { createStore } from '../../api/create-store.ts';
import { isSoundOn } from '../inbox/announce.ts';
import { isNoticeOn, soundVolume } from './notice-choices.ts';
import { pushState, resumePush } from './push.ts';
import { soundState, unlockSound } from './sound.ts';

/** The browser's word on notices; changes without a word from us. */
export const noticePermission = createStore<NotificationPermission | 'unsupported'>(readPermission());

/** What this browser can do to call its operator, as far as that can be observed. */
export const ring = createStore<Ring>(look());

/** Asks the operator for notices of the browser. */
export async function askForNotices(): Promise<void> {
  if (!('Notification' in window)) return;
  noticePermission.set(await Notification.requestPermission());
}

/** Observes what this browser can do, and tells the server whenever that changes. Returns the way to stop. */
export function followRing(): () => void {
  let told = '';
  const tell = () => {
    const text = JSON.stringify(ring.get());
    if (text !== told && operatorSocket.send({ type: 'ring.reported', ring: ring.get() })) told = text;
  };
  const lookAgain = () => {
    const now = look();
    if (JSON.stringify(now) !== JSON.stringify(ring.get())) ring.set(now);
  };
  const sources = [isSoundOn, soundVolume, isNoticeOn, soundState, pushState, noticePermission];
  const stops = [
    unlockSound(),
    followPermission(),
    ring.subscribe(tell),
    ...sources.map((source) => source.subscribe(lookAgain)),
    operatorSocket.onFrame((frame) => {
      if (frame.type !== 'welcome') return;
      told = '';
      tell();
    }),
  ];
  void resumePush();
  return () => {
    for (const stop of stops) stop();
  };
}

function look(): Ring {
  const permission = noticePermission.get();
  const notices = { granted: 'works', denied: 'denied', default: 'notAsked', unsupported: 'unsupported' } as const;
  return {
    sound: isSoundOn.get() && soundVolume.get() > 0 ? soundState.get() : 'off',
    notice: permission !== 'granted' || isNoticeOn.get() ? notices[permission] : 'off',
    push: pushState.get(),
  };
}

function readPermission(): NotificationPermission | 'unsupported' {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** The permission may be given or taken in the browser's own settings. */
function followPermission(): () => void {
  let status: PermissionStatus | null = null;
  let isStopped = false;
  const take = () => noticePermission.set(readPermission());
  take();
  void navigator.permissions
    ?.query({ name: 'notifications' })
    .then((found) => {
      if (isStopped) return;
      status = found;
      found.addEventListener('change', take);
    })
    .catch(() => undefined); // a browser that does not tell: it is looked at when a test is made
  return () => {
    isStopped = true;
    status?.removeEventListener('change', take);
  };
}
