import type { CannedPlaceholder } from '@foyer/protocol/canned-response';
import type { ChatSummary } from '@foyer/protocol/chat';
import type { Me } from '@foyer/protocol/operator';
import type { VisitDetail } from '@foyer/protocol/visit';
import dayjs from 'dayjs';
import { queryClient } from '../../api/query-client.ts';

/** What the placeholders of a canned response stand for in a chat, as far as it is known here. `at`: epoch ms. */
export function cannedValuesOf(chat: ChatSummary, me: Me, at: number): Record<CannedPlaceholder, string | null> {
  const visit = queryClient.getQueryData<VisitDetail>(['site', chat.siteId, 'visit', chat.visitId]);
  return {
    'visitor.name': chat.visitorName,
    'visitor.email': chat.visitorEmail,
    'visitor.company': visit?.live?.company ?? null,
    'operator.name': me.name,
    'site.name': me.sites.find(({ id }) => id === chat.siteId)?.name ?? null,
    'page.url': chat.pageUrl,
    time_of_day: timeOfDay(at),
    date: dayjs(at).format('D MMMM YYYY'),
  };
}

/** As in “Good morning”, by the operator's clock. */
export function timeOfDay(at: number): 'morning' | 'afternoon' | 'evening' {
  const hour = dayjs(at).hour();
  if (hour >= 4 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}
