import type { OpenBroadcast, TeamConversation, TeamMessage, TeamMessages, TeamState } from '@foyer/protocol/team';
import { type Kysely, type Selectable, sql } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';

/** Where messages stand: the channel of a site, or two operators. */
export type Place =
  | { readonly kind: 'channel'; readonly siteId: string }
  | { readonly kind: 'pair'; readonly one: string; readonly other: string };

/** The place of two operators, whoever of them is named first. */
export function pairOf(me: string, colleague: string): Place {
  const [one, other] = me < colleague ? [me, colleague] : [colleague, me];
  return { kind: 'pair', one, other };
}

/** A place as one of its operators sees it. */
export function conversationOf(place: Place, viewerId: string): TeamConversation {
  return place.kind === 'channel'
    ? { siteId: place.siteId, operatorId: null }
    : { siteId: null, operatorId: place.one === viewerId ? place.other : place.one };
}

function keyOf(place: Place): { site_id: string; id: string } {
  return place.kind === 'channel'
    ? { site_id: place.siteId, id: 'channel' }
    : { site_id: '', id: `${place.one} ${place.other}` };
}

export interface NewTeamMessage {
  readonly operatorId: string;
  readonly operatorName: string;
  readonly cid: string;
  readonly body: string;
  readonly isBroadcast: boolean;
  readonly at: number;
}

/** Rolls the transaction back when the client id turns out to be known: its seq must not be used up. */
class KnownMessage extends Error {}

/**
 * Stores a message in the transaction that takes its seq, under the conversation's lock: no reader sees n+1 before n. The
 * sender has seen it. A repeat of a client id answers what exists; throws `cid_reused` when it was another message.
 */
export async function appendTeamMessage(
  db: Kysely<Database>,
  place: Place,
  message: NewTeamMessage,
): Promise<{ message: TeamMessage; isRepeat: boolean }> {
  try {
    return { message: await db.transaction().execute((trx) => appendWithin(trx, place, message)), isRepeat: false };
  } catch (error) {
    if (!(error instanceof KnownMessage)) throw error;
    return { message: await db.transaction().execute((trx) => findRepeat(trx, place, message)), isRepeat: true };
  }
}

async function appendWithin(trx: Kysely<Database>, place: Place, message: NewTeamMessage): Promise<TeamMessage> {
  const key = keyOf(place);
  const ids = place.kind === 'pair' ? { one_id: place.one, other_id: place.other } : { one_id: null, other_id: null };
  const { last_seq: seq } = await trx
    .insertInto('team_conversation')
    .values({ ...key, ...ids, last_seq: 1 })
    .onConflict((conflict) =>
      conflict.columns(['site_id', 'id']).doUpdateSet((eb) => ({ last_seq: eb('team_conversation.last_seq', '+', 1) })),
    )
    .returning('last_seq')
    .executeTakeFirstOrThrow();
  const row = {
    site_id: key.site_id,
    conversation_id: key.id,
    seq,
    at: message.at,
    operator_id: message.operatorId,
    operator_name: message.operatorName,
    cid: message.cid,
    body: message.body,
    is_broadcast: Number(message.isBroadcast),
  };
  const added = await trx
    .insertInto('team_message')
    .values(row)
    .onConflict((conflict) => conflict.columns(['site_id', 'conversation_id', 'operator_id', 'cid']).doNothing())
    .returning('seq')
    .executeTakeFirst();
  if (!added) throw new KnownMessage('known message');
  await moveTeamSeen(trx, place, message.operatorId, seq);
  return toMessage(row);
}

async function findRepeat(trx: Kysely<Database>, place: Place, message: NewTeamMessage): Promise<TeamMessage> {
  const { site_id, id } = keyOf(place);
  const row = await trx
    .selectFrom('team_message')
    .selectAll()
    .where('site_id', '=', site_id)
    .where('conversation_id', '=', id)
    .where('operator_id', '=', message.operatorId)
    .where('cid', '=', message.cid)
    .executeTakeFirst();
  if (!row) throw new AppError('unavailable', 'The message could not be stored just now; send it again');
  if (row.body !== message.body || row.is_broadcast !== Number(message.isBroadcast))
    throw new AppError('cid_reused', 'This client id was used for another message; make a new one for each');
  return toMessage(row);
}

/** A page of a conversation, the oldest first: the newest messages, those before a seq, or those after one. */
export async function readTeamMessages(
  db: Kysely<Database>,
  place: Place,
  { before, after, limit }: { before?: number | undefined; after?: number | undefined; limit: number },
): Promise<TeamMessages> {
  const { site_id, id } = keyOf(place);
  let query = db
    .selectFrom('team_message')
    .selectAll()
    .where('site_id', '=', site_id)
    .where('conversation_id', '=', id)
    .orderBy('seq', after === undefined ? 'desc' : 'asc')
    .limit(limit + 1);
  if (before !== undefined) query = query.where('seq', '<', before);
  if (after !== undefined) query = query.where('seq', '>', after);
  const rows = await query.execute();
  const conversation = await db
    .selectFrom('team_conversation')
    .select('last_seq')
    .where('site_id', '=', site_id)
    .where('id', '=', id)
    .executeTakeFirst();
  const items = rows.slice(0, limit).map(toMessage);
  if (after === undefined) items.reverse();
  return { items, lastSeq: conversation?.last_seq ?? 0, hasMore: rows.length > limit };
}

/** Moves an operator's mark forward, never back nor past the last message. The answer is where it stands. */
export async function moveTeamSeen(
  db: Kysely<Database>,
  place: Place,
  operatorId: string,
  seq: number,
): Promise<number> {
  const { site_id, id } = keyOf(place);
  const last = sql<number>`coalesce((select last_seq from team_conversation where site_id = ${site_id} and id = ${id}), 0)`;
  const wanted = sql<number>`case when ${last} < ${seq} then ${last} else ${seq} end`;
  const { seq: stands } = await db
    .insertInto('team_seen')
    .values({ site_id, conversation_id: id, operator_id: operatorId, seq: wanted, dismissed_seq: 0 })
    .onConflict((conflict) =>
      conflict.columns(['site_id', 'conversation_id', 'operator_id']).doUpdateSet({
        seq: sql`case when team_seen.seq > excluded.seq then team_seen.seq else excluded.seq end`,
      }),
    )
    .returning('seq')
    .executeTakeFirstOrThrow();
  return stands;
}

/** Dismisses the broadcasts of a site up to a seq, for one operator. */
export async function dismissBroadcasts(
  db: Kysely<Database>,
  siteId: string,
  operatorId: string,
  seq: number,
): Promise<void> {
  const { id } = keyOf({ kind: 'channel', siteId });
  await db
    .insertInto('team_seen')
    .values({ site_id: siteId, conversation_id: id, operator_id: operatorId, seq: 0, dismissed_seq: seq })
    .onConflict((conflict) =>
      conflict.columns(['site_id', 'conversation_id', 'operator_id']).doUpdateSet({
        dismissed_seq: sql`case when team_seen.dismissed_seq > excluded.dismissed_seq then team_seen.dismissed_seq else excluded.dismissed_seq end`,
      }),
    )
    .execute();
}

/** Conversations listed at most. */
const maxConversations = 500;

/** The conversations of an operator that have messages, with what is unread since their account was made. */
export async function listTeamStates(
  db: Kysely<Database>,
  operatorId: string,
  siteIds: readonly string[],
): Promise<TeamState[]> {
  const rows = await db
    .selectFrom('team_conversation as conversation')
    .leftJoin('team_seen as seen', (join) =>
      join
        .onRef('seen.site_id', '=', 'conversation.site_id')
        .onRef('seen.conversation_id', '=', 'conversation.id')
        .on('seen.operator_id', '=', operatorId),
    )
    .select((eb) => [
      'conversation.site_id',
      'conversation.one_id',
      'conversation.other_id',
      'conversation.last_seq',
      eb
        .selectFrom('team_message as message')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('message.site_id', '=', 'conversation.site_id')
        .whereRef('message.conversation_id', '=', 'conversation.id')
        .where('message.operator_id', '!=', operatorId)
        .where('message.seq', '>', eb.fn.coalesce('seen.seq', eb.lit(0)))
        .where('message.at', '>=', eb.selectFrom('operator').select('created_at').where('id', '=', operatorId))
        .as('unread'),
    ])
    .where((eb) =>
      eb.or([
        eb('conversation.one_id', '=', operatorId),
        eb('conversation.other_id', '=', operatorId),
        ...(siteIds.length === 0 ? [] : [eb('conversation.site_id', 'in', [...siteIds])]),
      ]),
    )
    .limit(maxConversations)
    .execute();
  return rows.map((row) => ({
    conversation:
      row.one_id === null || row.other_id === null
        ? { siteId: row.site_id, operatorId: null }
        : { siteId: null, operatorId: row.one_id === operatorId ? row.other_id : row.one_id },
    lastSeq: row.last_seq,
    unread: Number(row.unread ?? 0),
  }));
}

/** Broadcasts listed at most; older ones are in the channel. */
const maxBroadcasts = 20;

/** Broadcasts of these sites since an instant that the operator has not dismissed and did not send, the oldest first. */
export async function listOpenBroadcasts(
  db: Kysely<Database>,
  operatorId: string,
  siteIds: readonly string[],
  since: number,
): Promise<OpenBroadcast[]> {
  if (siteIds.length === 0) return [];
  const rows = await db
    .selectFrom('team_message as message')
    .leftJoin('team_seen as seen', (join) =>
      join
        .onRef('seen.site_id', '=', 'message.site_id')
        .onRef('seen.conversation_id', '=', 'message.conversation_id')
        .on('seen.operator_id', '=', operatorId),
    )
    .selectAll('message')
    .where('message.site_id', 'in', [...siteIds])
    .where('message.is_broadcast', '=', 1)
    .where('message.operator_id', '!=', operatorId)
    .where('message.at', '>', since)
    .where((eb) => eb('message.seq', '>', eb.fn.coalesce('seen.dismissed_seq', eb.lit(0))))
    .where((eb) => eb('message.at', '>=', eb.selectFrom('operator').select('created_at').where('id', '=', operatorId)))
    .orderBy('message.at', 'desc')
    .limit(maxBroadcasts)
    .execute();
  return rows.map((row) => ({ siteId: row.site_id, message: toMessage(row) })).reverse();
}

function toMessage(row: Selectable<Database['team_message']>): TeamMessage {
  return {
    seq: row.seq,
    at: row.at,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    cid: row.cid,
    body: row.body,
    isBroadcast: row.is_broadcast === 1,
  };
}
