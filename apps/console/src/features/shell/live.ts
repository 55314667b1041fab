import { operatorSocket } from '../../api/connection.ts';
import { queryClient } from '../../api/query-client.ts';
import { setServerClock } from '../../api/server-clock.ts';
import { followDrafts } from '../chat-options/drafts.ts';
import { followReminders } from '../chat-options/pending-reminders.tsx';
import { followInbox } from '../inbox/follow-inbox.ts';
import { followPending } from '../missed-chats/confirm-notices.ts';
import { followMissed } from '../missed-chats/missed-chats-api.ts';
import { followNotices } from '../notices/open-from-notice.ts';
import { followRing } from '../notices/ring.ts';
import { followTransfers } from '../routing/transfer-notices.ts';
import { followSupervision } from '../supervision/follow-supervision.tsx';
import { followWatching } from '../supervision/watching.ts';
import { followTeam } from '../team/follow-team.ts';
import { followPopups } from '../visitors/popups.ts';
import { followActivity } from '../work-periods/tell-activity.ts';
import { followStatusChanges } from '../work-periods/tell-status.ts';
import { followOwnStatus } from './own-status.ts';

/** Connects, and hands every frame to those who want it; returns the way to end it all. */
export function goLive(operatorId: string, isSupervisor: boolean): () => void {
  const stops = [
    operatorSocket.onFrame((frame) => {
      if (frame.type === 'welcome') {
        setServerClock(frame.now);
        void queryClient.invalidateQueries({ queryKey: ['site'] }); // settings may have changed while we were away
      }
      if (frame.type === 'configuration.changed')
        void queryClient.invalidateQueries({ queryKey: ['site', frame.siteId, frame.documents] });
      if (frame.type === 'bye') void queryClient.invalidateQueries({ queryKey: ['me'] });
    }),
    // A refused upgrade looks like any lost connection: ask whether we are still signed in.
    operatorSocket.state.subscribe(() => {
      if (operatorSocket.state.get() === 'waiting') void queryClient.invalidateQueries({ queryKey: ['me'] });
    }),
    followOwnStatus(),
    followInbox(operatorId, isSupervisor),
    followSupervision(operatorId),
    followWatching(),
    followDrafts(),
    followReminders(),
    followTransfers(operatorId),
    followPopups(),
    followTeam(operatorId),
    followActivity(),
    followStatusChanges(),
    followRing(),
    followNotices(),
    followPending(),
    followMissed(),
  ];
  operatorSocket.start();
  return () => {
    operatorSocket.stop();
    for (const stop of stops) stop();
  };
}
