import { type ChatSummary, type ChatWrapUp, chatWrapUpSchema } from '@foyer/protocol/chat';
import { listChoices } from '@foyer/protocol/wrap-up';
import { localTime } from '@foyer/rules/site-time';
import type { Transaction } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { hasRole, type OperatorPrincipal } from '../../http/principal.ts';
import type { Database } from '../../storage/tables.ts';
import { addToDayTotals } from '../visits/fact-statements.ts';
import { readWrapUp } from '../wrap-up/read-wrap-up.ts';
import { system } from './chat-log-repository.ts';
import { findChat } from './chat-repository.ts';
import type { ChatRow } from './chat-row.ts';
import { byLink, replaceOptions } from './chat-wrap-up-repository.ts';
import { type ClassifyParts, changeClassification, senderOf } from './classify-chat.ts';

type NewWrapUp = Omit<ChatWrapUp, 'at'> & { readonly optionIds: readonly string[] };

/** Classifies a chat by one of the site's options; a second choice replaces the first (S-074). */
export async function chooseWrapUp(
  parts: ClassifyParts,
  siteId: string,
  chatId: string,
  optionId: string,
  operator: OperatorPrincipal,
): Promise<ChatSummary> {
  await requireAsked(parts, siteId, chatId, operator);
  const settings = await readWrapUp(parts.storage.db, siteId);
  if (!settings.enabled || settings.type === 'link')
    throw new AppError('conflict', 'Chats of this site are not classified by options');
  const choice = listChoices(settings).find(({ option }) => option.id === optionId);
  if (!choice)
    throw new AppError('invalid_request', 'This is no option that can be chosen', {
      fields: [{ path: 'optionId', message: 'is no option of this site that can be chosen' }],
    });
  return storeWrapUp(parts, siteId, chatId, senderOf(operator), {
    optionId,
    label: choice.option.label,
    path: choice.path.map(({ label }) => label),
    operatorId: operator.operatorId,
    operatorName: operator.name,
    optionIds: choice.path.map(({ id }) => id),
  });
}

/** Records that the web link was opened; where that is all it takes, the chat has its wrap-up. */
export async function openWrapUpLink(
  parts: ClassifyParts,
  siteId: string,
  chatId: string,
  operator: OperatorPrincipal,
): Promise<ChatSummary> {
  await requireAsked(parts, siteId, chatId, operator);
  const { enabled, type, link } = await readWrapUp(parts.storage.db, siteId);
  if (!enabled || type !== 'link') throw new AppError('conflict', 'Chats of this site have no wrap-up by a web link');
  const opened = await changeClassification(parts, siteId, chatId, ['active', 'ended', 'closed'], async () => ({
    sender: senderOf(operator),
    content: { kind: 'wrapUpOpened', caption: link.caption },
    patch: {},
  }));
  if (!opened) throw new AppError('conflict', 'This chat needs no wrap-up');
  if (link.completedBy === 'callback' || opened.wrapUp !== null) return opened;
  return storeWrapUp(parts, siteId, chatId, senderOf(operator), {
    optionId: null,
    label: link.caption,
    path: [link.caption],
    operatorId: operator.operatorId,
    operatorName: operator.name,
    optionIds: [byLink],
  });
}

/** The page behind the web link says that it is done, and with what. */
export async function completeWrapUp(
  parts: ClassifyParts,
  siteId: string,
  chatId: string,
  value: string | null,
): Promise<ChatSummary> {
  const { link } = await readWrapUp(parts.storage.db, siteId);
  const label = value ?? link.caption;
  const optionIds = [byLink];
  const wrapUp = { optionId: null, label, path: [label], operatorId: null, operatorName: null, optionIds };
  return storeWrapUp(parts, siteId, chatId, system, wrapUp);
}

/** Throws unless this operator is the one who is asked for the chat's wrap-up, or a supervisor after its end. */
async function requireAsked(
  { storage: { db } }: ClassifyParts,
  siteId: string,
  chatId: string,
  operator: OperatorPrincipal,
): Promise<void> {
  const chat = await findChat(db, siteId, chatId);
  if (!chat) throw new AppError('not_found', 'No such chat');
  if (chat.operatorId === operator.operatorId) return;
  if (!hasRole(operator.role, 'supervisor'))
    throw new AppError('forbidden', 'Only the operator of this chat, or a supervisor, classifies it');
  if (chat.state === 'active')
    throw new AppError(
      'conflict',
      `${chat.operatorName ?? 'Somebody else'} has this chat and is asked for its wrap-up`,
    );
}

async function storeWrapUp(
  parts: ClassifyParts,
  siteId: string,
  chatId: string,
  sender: ReturnType<typeof senderOf>,
  { optionIds, ...wrapUp }: NewWrapUp,
): Promise<ChatSummary> {
  const timeZone = await parts.timeZoneOf(siteId);
  const stored: ChatWrapUp = { ...wrapUp, at: parts.now() };
  const chat = await changeClassification(parts, siteId, chatId, ['active', 'ended', 'closed'], async (trx, locked) => {
    const before = locked.wrap_up === null ? null : chatWrapUpSchema.parse(JSON.parse(locked.wrap_up));
    if (before !== null && before.optionId === stored.optionId && before.path.join('\n') === stored.path.join('\n'))
      return null;
    const day = localTime(locked.requested_at, timeZone).date;
    await countWrapUp(parts, trx, locked, day, optionIds, before === null);
    return {
      sender,
      content: {
        kind: 'wrapUpChosen',
        optionId: stored.optionId,
        path: stored.path,
        before: before?.path ?? null,
      },
      // What the chat waited for is there.
      patch: { wrap_up: JSON.stringify(stored), ...(locked.state === 'ended' ? { state: 'closed' } : {}) },
    };
  });
  if (!chat) throw new AppError('conflict', 'This chat needs no wrap-up');
  return chat;
}

/** Moves the chat from what it counted under to what it counts under now, on the day on which it was asked for. */
async function countWrapUp(
  { storage: { dialect } }: ClassifyParts,
  trx: Transaction<Database>,
  { site_id, id }: ChatRow,
  day: string,
  optionIds: readonly string[],
  isFirst: boolean,
): Promise<void> {
  const changes = new Map<string, number>(isFirst ? [['wrapUps', 1]] : []);
  const add = (optionId: string, value: number) => {
    const counter = `wrapUp:${optionId}`;
    changes.set(counter, (changes.get(counter) ?? 0) + value);
  };
  for (const optionId of await replaceOptions(trx, site_id, id, optionIds)) add(optionId, -1);
  for (const optionId of optionIds) add(optionId, 1);
  // In the order of their key, as everybody takes these locks.
  const rows = [...changes]
    .filter(([, value]) => value !== 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([counter, value]) => ({ site_id, day, counter, value }));
  if (rows.length > 0) await addToDayTotals(trx, dialect, rows);
}
