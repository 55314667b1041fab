import type { PageMessage } from '@foyer/protocol/visitor-socket';
import { exitIntent } from './exit-intent.ts';
import { scrollDepth } from './scroll-depth.ts';

/** What is looked at only on sites with a rule that asks for it. */
export interface Watch {
  /** Looks at these from now on; said again on a connection that has come back. */
  start(what: readonly ('scroll' | 'exit')[]): void;
  /** Another page view has begun. */
  restart(): void;
}

/** `send` answers whether it could. */
export function watch(send: (message: PageMessage) => boolean): Watch {
  const watches = {
    scroll: scrollDepth((depth) => send({ type: 'page.scrolled', depth })),
    exit: exitIntent(() => send({ type: 'exit.intended' })),
  };
  return {
    start(what) {
      for (const name of what) watches[name]?.start();
    },
    restart() {
      watches.scroll.restart();
      watches.exit.restart();
    },
  };
}
