import { type ChatState, type ChatSummary, entryContentSchema } from '@foyer/protocol/chat';
import type { StoredAnswer } from '@foyer/protocol/survey';
import type { Transaction } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Database } from '../../storage/tables.ts';
import { mergeAnswers } from '../surveys/take-answers.ts';
import { appendDecided, type Decided } from './chat-log-repository.ts';
import { type ChatRow, readAnswers } from './chat-row.ts';
import type { ChatService } from './chat-service.ts';

export interface SurveyParts {
  readonly storage: Storage;
  readonly chats: ChatService;
  readonly now: () => number;
}

/** A visitor and their chat. */
export interface VisitorsChat {
  readonly siteId: string;
  readonly chatId: string;
  readonly visitorId: string;
}

/** The chat after it. `isChanged`: false where all of it was there already. */
interface Outcome {
  readonly chat: ChatSummary;
  readonly isChanged: boolean;
}

const over = ['ended', 'closed'] as const;

/** Rates a chat that is over, or changes its rating, until the return time is over. The same again changes nothing. */
export function rateChat(
  parts: SurveyParts,
  chat: VisitorsChat,
  { rating, comment, returnMs }: { rating: number; comment: string | null; returnMs: number },
): Promise<Outcome> {
  return write(parts, chat, over, async (trx, locked) => {
    requireInTime(locked, parts.now(), returnMs);
    const known = await findNewest(trx, chat, '{"kind":"rated"');
    if (known?.kind === 'rated' && known.rating === rating && known.comment === comment) return null;
    return { content: { kind: 'rated', rating, comment }, patch: { rating } };
  });
}

/**
 * Stores what was answered after a chat, or changes it, until the return time is over. The same again changes nothing.
 * `asked`: names of all questions, whether answered or not.
 */
export function answerAfterChat(
  parts: SurveyParts,
  chat: VisitorsChat,
  { stored, asked, returnMs }: { stored: readonly StoredAnswer[]; asked: ReadonlySet<string>; returnMs: number },
): Promise<Outcome> {
  return write(parts, chat, over, async (trx, locked) => {
    requireInTime(locked, parts.now(), returnMs);
    const known = await findNewest(trx, chat, '{"kind":"surveyAnswered","phase":"postChat"');
    const before = known?.kind === 'surveyAnswered' ? known.answers : [];
    if (isSameSaid(before, stored)) return null;
    return {
      content: { kind: 'surveyAnswered', phase: 'postChat', answers: [...stored] },
      patch: { answers: JSON.stringify(mergeAnswers(readAnswers(locked), stored, asked)) },
    };
  });
}

/** Stores the answer to the question that the operator asked in the entry `seq`: once, however often it is sent. */
export function answerField(
  parts: SurveyParts,
  chat: VisitorsChat,
  { name, seq, stored }: { name: string; seq: number; stored: readonly StoredAnswer[] },
): Promise<Outcome> {
  return write(parts, chat, ['active'], async (trx, locked) => {
    const later = await listContents(trx, chat, seq);
    const isAnswered = later.some(
      (content) => content.kind === 'surveyAnswered' && content.answers.some((answer) => answer.name === name),
    );
    if (isAnswered) return null;
    return {
      content: { kind: 'surveyAnswered', phase: 'preChat', answers: [...stored] },
      patch: { answers: JSON.stringify(mergeAnswers(readAnswers(locked), stored)) },
    };
  });
}

type DecideAnswer = (trx: Transaction<Database>, chat: ChatRow) => Promise<Omit<Decided, 'sender'> | null>;

async function write(
  { storage, chats, now }: SurveyParts,
  { siteId, chatId, visitorId }: VisitorsChat,
  states: readonly ChatState[],
  decide: DecideAnswer,
): Promise<Outcome> {
  const written = await appendDecided(storage.db, siteId, chatId, { states, at: now() }, async (trx, locked) => {
    if (locked.visitor_id !== visitorId) throw new AppError('not_found', 'No such chat');
    const decided = await decide(trx, locked);
    return decided && { ...decided, sender: { kind: 'visitor', id: visitorId, name: null } };
  });
  if (!written)
    throw new AppError('conflict', states.includes('active') ? 'This chat is over' : 'This chat is not over');
  if (written.entry) chats.tellClassified(written.chat, written.entry);
  return { chat: written.chat, isChanged: written.entry !== null };
}

function requireInTime({ ended_at }: ChatRow, now: number, returnMs: number): void {
  if (ended_at !== null && now - ended_at >= returnMs)
    throw new AppError('conflict', 'This chat has been over for too long');
}

function isSameSaid(before: readonly StoredAnswer[], after: readonly StoredAnswer[]): boolean {
  const said = (answers: readonly StoredAnswer[]) => JSON.stringify(answers.map(({ name, value }) => [name, value]));
  return said(before) === said(after);
}

/** The newest entry of a kind; `beginning`: how its content is written. */
async function findNewest(trx: Transaction<Database>, { siteId, chatId }: VisitorsChat, beginning: string) {
  const row = await trx
    .selectFrom('chat_entry')
    .select('content')
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .where('content', 'like', `${beginning}%`)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? entryContentSchema.parse(JSON.parse(row.content)) : null;
}

/** Survey answers after a seq. */
async function listContents(trx: Transaction<Database>, { siteId, chatId }: VisitorsChat, afterSeq: number) {
  const rows = await trx
    .selectFrom('chat_entry')
    .select('content')
    .where('site_id', '=', siteId)
    .where('chat_id', '=', chatId)
    .where('seq', '>', afterSeq)
    .where('content', 'like', '{"kind":"surveyAnswered"%')
    .execute();
  return rows.map(({ content }) => entryContentSchema.parse(JSON.parse(content)));
}
