import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { HitNews, HitOrder } from './hit-load.ts';

/** A process that sends hits. */
export interface HitGenerator {
  /** Prepares (opens sockets), calls `onReady`, sends all, and answers what came of it. */
  send(order: HitOrder, onReady: () => Promise<void>): Promise<Extract<HitNews, { news: 'done' }>>;
  stop(): Promise<void>;
}

export function startHitGenerator(): HitGenerator {
  const child = fork(new URL('./hit-load.ts', import.meta.url));
  const ended = once(child, 'exit').then((): never => {
    throw new Error('The load generator ended');
  });
  ended.catch(() => undefined); // told to whoever waits for news
  const hear = async () => {
    const [news] = await Promise.race([once(child, 'message'), ended]);
    return news as HitNews;
  };
  return {
    async send(order, onReady) {
      child.send(order);
      await hear();
      await onReady();
      child.send('go');
      const done = await hear();
      if (done.news !== 'done') throw new Error('The load generator is out of step');
      return done;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.send('stop');
      await once(child, 'exit');
    },
  };
}
