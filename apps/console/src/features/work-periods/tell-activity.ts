import { operatorSocket } from '../../api/connection.ts';

/** While somebody works, it is told this often. */
const everyMs = 15_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * Tells the server that somebody is at work in this tab: at the first sign after a quiet time and now and then while it goes
 * on, and at once when the server has changed the status. Beginning counts: somebody opened the page. Returns the way to stop.
 */
export function followActivity(): () => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = () => {
    if (performance.now() - toldAt < everyMs) return;
    if (operatorSocket.send({ type: 'activity.seen' })) toldAt = performance.now();
  };
  let isFirst = true;
  const stop = operatorSocket.onFrame((frame) => {
    if (frame.type === 'welcome' && isFirst) {
      isFirst = false;
      tell();
    }
    if (frame.type === 'status.changed') toldAt = Number.NEGATIVE_INFINITY;
  });
  for (const sign of signs) addEventListener(sign, tell, { passive: true, capture: true });
  return () => {
    stop();
    for (const sign of signs) removeEventListener(sign, tell, { capture: true });
  };
}
