import { useCallback, useEffect, useRef } from 'react';
import { operatorSocket } from '../../api/connection.ts';

const againMs = 3000;
const stillMs = 4000;

/** Tells the visitor that their operator is writing: now and then while it goes on, and once when it stops. */
export function useTellTyping(siteId: string, chatId: string): (isTyping: boolean) => void {
  const toldAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useCallback(
    (isTyping: boolean) => {
      clearTimeout(timer.current);
      if (isTyping) timer.current = setTimeout(() => tell(false), stillMs);
      const wasTold = toldAt.current > 0;
      if (isTyping ? Date.now() - toldAt.current < againMs : !wasTold) return;
      toldAt.current = isTyping ? Date.now() : 0;
      operatorSocket.send({ type: 'typing.changed', siteId, chatId, typing: isTyping });
    },
    [siteId, chatId],
  );
  useEffect(() => () => tell(false), [tell]);
  return tell;
}
