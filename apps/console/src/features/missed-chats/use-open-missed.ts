import { useQuery } from '@tanstack/react-query';
import { useSiteId } from '../../api/current-site.ts';
import { missedCountQuery } from './missed-chats-api.ts';

/** How many missed chats of the chosen site wait for an answer; 0 until that is known. */
export function useOpenMissed(): number {
  return useQuery(missedCountQuery(useSiteId())).data?.open ?? 0;
}
