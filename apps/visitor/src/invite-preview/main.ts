/**
 * The page in which the console shows an invite, framed: `foyer-invite.js` does it, the very file that visitors' browsers
 * fetch. Only the console may frame it, and only the frame around it is listened to.
 */
import type { InviteFrame } from '@foyer/protocol/invite';
import type { NamedPosition, PreviewGeometry, PreviewReport, PreviewRequest } from '@foyer/protocol/invite-preview';
import type { Invitations } from '../invitations.ts';
import { loadLater } from '../later-files.ts';
import { surface } from '../surface.ts';
import './preview.css';

const { origin } = location;
/** Those of `protocol`, whose values are not for browsers. */
const named: Record<NamedPosition, true> = {
  'top-left': true,
  top: true,
  'top-right': true,
  left: true,
  center: true,
  right: true,
  'bottom-left': true,
  bottom: true,
  'bottom-right': true,
  'off-left': true,
  'off-right': true,
  'off-top': true,
  'off-bottom': true,
};

loadLater(origin, 'invite', ({ invitations, invitePlace }) => {
  const root = surface();
  let shown: { invite: InviteFrame; layer: HTMLElement; invitations: Invitations } | null = null;

  addEventListener('message', ({ data, source, origin: sender }) => {
    if (source !== parent || sender !== origin) return;
    const request = data as PreviewRequest;
    if (request.type === 'rest') show(atRest(request.invite), true);
    else if (request.type === 'play') show(request.invite, false);
    else clear();
  });
  addEventListener('resize', () => shown && requestAnimationFrame(() => shown && tellGeometry(shown.invite)));
  tell({ type: 'ready' });

  function clear(): void {
    if (shown) takeAway(shown);
    shown = null;
  }

  /** Out of the page first: what is not there ends without an animation. */
  function takeAway({ layer, invitations }: NonNullable<typeof shown>): void {
    layer.remove();
    invitations.clear();
  }

  /** At rest the one before stays until the next is drawn, so that nothing flickers while one works on it. */
  function show(invite: InviteFrame, isAtRest: boolean): void {
    const before = shown;
    if (!isAtRest) clear();
    const layer = document.createElement('div');
    root.append(layer);
    const startedAt = Date.now();
    const own = invitations({
      host: layer,
      origin,
      pageAgeMs: () => Date.now() - startedAt,
      report: () => undefined,
      onAccepted: () => undefined,
      onChange: () => undefined,
      onState: (_id, state) => {
        if (shown?.layer !== layer) return;
        if (!isAtRest) tell({ type: 'state', state });
        if (state !== 'shown') return;
        if (before) takeAway(before);
        tellGeometry(invite);
      },
    });
    shown = { invite, layer, invitations: own };
    own.receive(invite);
    const image = new Image();
    image.onerror = () => shown?.layer === layer && tell({ type: 'failed' });
    image.src = origin + invite.imageUrl;
  }

  function tellGeometry(invite: InviteFrame): void {
    const box = shown?.layer.querySelector<HTMLElement>('[role=region]');
    if (!box) return;
    const room = { width: innerWidth, height: innerHeight };
    const size = { width: box.offsetWidth, height: box.offsetHeight };
    const end = invitePlace(invite.end, size, room, null);
    const spans = [...box.querySelectorAll('span')];
    const texts: PreviewGeometry['texts'] = { headline: null, line: null, button: null };
    for (const kind of ['headline', 'line', 'button'] as const) {
      const span = invite.overlay[kind] ? spans.shift() : undefined;
      if (span)
        texts[kind] = {
          x: end.x + span.offsetLeft,
          y: end.y + span.offsetTop,
          width: span.offsetWidth,
          height: span.offsetHeight,
        };
    }
    const places = Object.keys(named).map((name) => [name, invitePlace(name as NamedPosition, size, room, end)]);
    tell({
      type: 'drawn',
      geometry: {
        window: room,
        box: { ...end, ...size },
        start: invitePlace(invite.start, size, room, end),
        places: Object.fromEntries(places),
        texts,
      },
    });
  }
});

function tell(report: PreviewReport): void {
  parent.postMessage(report, origin);
}

function atRest(invite: InviteFrame): InviteFrame {
  return {
    ...invite,
    animation: { ...invite.animation, kind: 'none' },
    displaySeconds: 0,
    delaySeconds: 0,
  };
}
