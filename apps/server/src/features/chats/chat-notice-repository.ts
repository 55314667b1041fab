import {
  type ChatNotice,
  chatNoticeSchema,
  type NoticeChannel,
  type NoticedOperator,
  type NoticeKind,
  noticeKinds,
} from '@foyer/protocol/chat-notice';
import type { Kysely } from 'kysely';
import { bulkInsert } from '../../storage/bulk-rows.ts';
import type { Database } from '../../storage/tables.ts';
import type { Candidate } from './eligible-operators.ts';

/** One notice of a chat: in each wait there is one of each kind at most. */
export interface NoticeOf {
  readonly siteId: string;
  readonly chatId: string;
  /** Start of the wait, epoch ms. */
  readonly waitingSince: number;
  readonly notice: NoticeKind;
}

const insertNotices = bulkInsert(
  'chat_notice',
  {
    site_id: 'text',
    chat_id: 'text',
    waiting_since: 'number',
    notice: 'text',
    operator_id: 'text',
    operator_name: 'text',
    at: 'number',
    status: 'text',
    active_chats: 'number',
    max_chats: 'number',
    obstacle: 'text',
  },
  '(site_id, chat_id, waiting_since, notice, operator_id) do nothing',
);

const keyOf = ({ siteId, chatId, waitingSince, notice }: NoticeOf) => ({
  site_id: siteId,
  chat_id: chatId,
  waiting_since: waitingSince,
  notice,
});

/** Writes who was there at a notice. The first account of a notice stands. */
export async function insertNotice(
  db: Kysely<Database>,
  dialect: 'sqlite' | 'postgres',
  of: NoticeOf,
  candidates: readonly Candidate[],
  at: number,
): Promise<void> {
  const key = keyOf(of);
  const itself = { ...key, operator_id: '', operator_name: '', at, status: null, active_chats: 0, max_chats: 0 };
  await insertNotices(db, dialect, [
    { ...itself, obstacle: null },
    ...candidates.map(({ operatorId, name, status, activeChats, maxChats, obstacle }) => ({
      ...key,
      operator_id: operatorId,
      operator_name: name,
      at,
      status,
      active_chats: activeChats,
      max_chats: maxChats,
      obstacle,
    })),
  ]);
}

interface ToldOf extends NoticeOf {
  readonly operatorId: string;
  readonly operatorName: string;
  readonly channel: NoticeChannel;
}

/** Notes that an operator is told by a channel; the first time stands. `confirmedAt`: their client has shown it. */
export async function insertTold(
  db: Kysely<Database>,
  { operatorId, operatorName, channel, ...of }: ToldOf,
  at: number,
  confirmedAt: number | null = null,
): Promise<void> {
  const row = { ...keyOf(of), operator_id: operatorId, operator_name: operatorName, channel, told_at: at };
  await db
    .insertInto('chat_notice_told')
    .values({ ...row, confirmed_at: confirmedAt })
    .onConflict((conflict) => {
      const known = conflict.columns(['site_id', 'chat_id', 'waiting_since', 'notice', 'operator_id', 'channel']);
      return confirmedAt === null
        ? known.doNothing()
        : known.doUpdateSet({ confirmed_at: confirmedAt }).where('chat_notice_told.confirmed_at', 'is', null);
    })
    .execute();
}

/** Notes that an operator's console has shown the newest notice of this kind that it was told of. False: it was told of none. */
export async function confirmTold(
  db: Kysely<Database>,
  { siteId, chatId, notice, operatorId }: Omit<NoticeOf, 'waitingSince'> & { operatorId: string },
  at: number,
): Promise<boolean> {
  const newest = await db
    .selectFrom('chat_notice_told')
    .select('waiting_since')
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .where('notice', '=', notice)
    .where('operator_id', '=', operatorId)
    .where('channel', '=', 'console')
    .orderBy('waiting_since', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!newest) return false;
  await db
    .updateTable('chat_notice_told')
    .set({ confirmed_at: at })
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .where('waiting_since', '=', newest.waiting_since)
    .where('notice', '=', notice)
    .where('operator_id', '=', operatorId)
    .where('channel', '=', 'console')
    .where('confirmed_at', 'is', null)
    .execute();
  return true;
}

/** All notices of a chat, wait by wait, with everybody who was there or was told. */
export async function listNotices(db: Kysely<Database>, siteId: string, chatId: string): Promise<ChatNotice[]> {
  const [present, told] = await Promise.all([
    db.selectFrom('chat_notice').selectAll().where('site_id', '=', siteId).where('chat_id', '=', chatId).execute(),
    db.selectFrom('chat_notice_told').selectAll().where('site_id', '=', siteId).where('chat_id', '=', chatId).execute(),
  ]);
  const notices = new Map<
    string,
    { notice: string; at: number; waitingSince: number; operators: Map<string, NoticedOperator> }
  >();
  const noticeOf = (row: { waiting_since: number; notice: string }, at: number) => {
    const key = `${row.waiting_since} ${row.notice}`;
    const known = notices.get(key) ?? { notice: row.notice, at, waitingSince: row.waiting_since, operators: new Map() };
    notices.set(key, known);
    return known;
  };
  for (const row of present) {
    const { operators } = noticeOf(row, row.at);
    if (row.operator_id !== '')
      operators.set(row.operator_id, {
        operatorId: row.operator_id,
        name: row.operator_name,
        status: row.status as NoticedOperator['status'],
        activeChats: row.active_chats,
        maxChats: row.max_chats,
        obstacle: row.obstacle as NoticedOperator['obstacle'],
        told: [],
      });
  }
  for (const row of told) {
    const { operators } = noticeOf(row, row.told_at);
    // Somebody who came only after the notice, and was told then.
    const late = { status: null, activeChats: 0, maxChats: 0, obstacle: null, told: [] };
    const operator = operators.get(row.operator_id) ?? {
      operatorId: row.operator_id,
      name: row.operator_name,
      ...late,
    };
    operator.told.push({
      channel: row.channel as NoticeChannel,
      at: row.told_at,
      confirmedAt: row.confirmed_at,
    });
    operators.set(row.operator_id, operator);
  }
  const rank = (notice: string) => noticeKinds.indexOf(notice as NoticeKind);
  return [...notices.values()]
    .sort((one, other) => one.waitingSince - other.waitingSince || rank(one.notice) - rank(other.notice))
    .map(({ operators, ...notice }) =>
      chatNoticeSchema.parse({
        ...notice,
        operators: [...operators.values()].sort((one, other) => one.name.localeCompare(other.name, 'en')),
      }),
    );
}
