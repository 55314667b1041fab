import type { TeamMessage } from '@foyer/protocol/team';
import type { TeamLog } from './team.ts';

/** Takes messages, in whatever order and however often they come. What would leave a gap is left out: it is read again. */
export function addMessages(log: TeamLog, added: readonly TeamMessage[]): TeamLog {
  const bySeq = new Map([...log.messages, ...added].map((message) => [message.seq, message]));
  const sorted = [...bySeq.values()].sort((one, other) => one.seq - other.seq);
  if (log.messages.length === 0) return { ...log, messages: sorted };
  const anchor = sorted.findIndex(({ seq }) => seq === log.messages[0]?.seq);
  let first = anchor;
  let last = anchor;
  while (first > 0 && sorted[first - 1]?.seq === (sorted[first]?.seq ?? 0) - 1) first -= 1;
  while (last < sorted.length - 1 && sorted[last + 1]?.seq === (sorted[last]?.seq ?? 0) + 1) last += 1;
  return { ...log, messages: sorted.slice(first, last + 1) };
}

/** The newest seq that this console has; 0: none. */
export function newestSeq(log: TeamLog | undefined): number {
  return log?.messages.at(-1)?.seq ?? 0;
}
