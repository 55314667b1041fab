import type { LiveView } from '@foyer/protocol/visit';
import { useEffect, useRef, useState } from 'react';
import { operatorSocket } from '../../api/connection.ts';
import { applyLiveFrame, type LiveList } from './live-list.ts';

/** Follows a site's live list in this view; null until the first snapshot is here. The view must be the same object while it is the same. */
export function useLiveList(siteId: string, view: LiveView): LiveList | null {
  const [list, setList] = useState<LiveList | null>(null);
  const newest = useRef<LiveList | null>(null);
  useEffect(() => {
    const watch = () => operatorSocket.send({ type: 'visitors.watched', siteId, view });
    let isAsking = watch();
    return operatorSocket.onFrame((frame) => {
      if (frame.type === 'welcome') isAsking = watch();
      if ((frame.type !== 'visitors.snapshot' && frame.type !== 'visitors.changed') || frame.siteId !== siteId) return;
      // Deltas of the view before are still under way until the snapshot of the new one.
      if (frame.type === 'visitors.changed' && isAsking) return;
      const next = applyLiveFrame(newest.current, frame);
      if (next === 'gap') {
        isAsking = watch();
        return;
      }
      isAsking = false;
      newest.current = next;
      setList(next);
    });
  }, [siteId, view]);
  useEffect(() => () => void operatorSocket.send({ type: 'visitors.unwatched', siteId }), [siteId]);
  return list;
}
