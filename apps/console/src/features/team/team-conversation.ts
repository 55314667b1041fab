import { changeTeam, type TeamKey, type TeamLog, team } from './team.ts';
import { readMessages } from './team-api.ts';
import { addMessages, newestSeq } from './team-log.ts';

/** Which site a conversation is asked for by, and whom it is with. */
export interface TeamTarget {
  siteId: string;
  operatorId: string | null;
}

/** Conversations that were opened, and how to ask for them. */
const targets = new Map<TeamKey, TeamTarget>();
const reading = new Set<TeamKey>();

/** Reads the end of a conversation, if it was not read yet. */
export async function openConversation(key: TeamKey, target: TeamTarget): Promise<void> {
  targets.set(key, target);
  if (team.get().logs[key] !== undefined) return;
  const { items, hasMore, lastSeq } = await readMessages(target);
  changeTeam(({ logs, lastSeqs }) => ({
    logs: { ...logs, [key]: addMessages({ messages: items, hasOlder: hasMore }, logs[key]?.messages ?? []) },
    lastSeqs: { ...lastSeqs, [key]: Math.max(lastSeqs[key] ?? 0, lastSeq) },
  }));
  await catchUp(key);
}

/** Reads what a conversation that was opened lacks at its end. */
export async function catchUp(key: TeamKey): Promise<void> {
  const target = targets.get(key);
  if (target === undefined || reading.has(key)) return;
  reading.add(key);
  try {
    for (;;) {
      const log = team.get().logs[key];
      if (log === undefined || newestSeq(log) >= (team.get().lastSeqs[key] ?? 0)) return;
      const { items } = await readMessages({ ...target, after: newestSeq(log) });
      if (items.length === 0) return;
      change(key, (now) => addMessages(now, items));
    }
  } catch {
    // The connection is away: what is lacking is told again when it is back.
  } finally {
    reading.delete(key);
  }
}

/** Reads what came before the oldest message on the screen. */
export async function readOlder(key: TeamKey): Promise<void> {
  const target = targets.get(key);
  const oldest = team.get().logs[key]?.messages[0]?.seq;
  if (target === undefined || oldest === undefined) return;
  const { items, hasMore } = await readMessages({ ...target, before: oldest });
  change(key, (log) => ({ ...addMessages(log, items), hasOlder: hasMore }));
}

function change(key: TeamKey, by: (log: TeamLog) => TeamLog): void {
  changeTeam(({ logs }) => {
    const log = logs[key];
    return log === undefined ? {} : { logs: { ...logs, [key]: by(log) } };
  });
}
