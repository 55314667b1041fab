import type { AnswerWay, ChatSummary } from '@foyer/protocol/chat';
import { type ChatClaim, chatClaimSchema } from '@foyer/protocol/chat';
import type { MissedChatReply, MissedChatSettlement } from '@foyer/protocol/missed-chat';
import { mailAddressSchema } from '@foyer/protocol/notifications';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import { hasRole, type OperatorPrincipal } from '../../http/principal.ts';
import type { Storage } from '../../storage/storage.ts';
import { insertOutboxItems } from '../outbox/insert-outbox-items.ts';
import { toOutboxRow } from '../outbox/outbox-row.ts';
import { appendDecided, type Decide } from './chat-log-repository.ts';
import { chatMailData } from './chat-mail-data.ts';
import { listEntries } from './chat-repository.ts';
import { type ChatRow, toSummary } from './chat-row.ts';
import type { ChatService } from './chat-service.ts';
import { senderOf } from './classify-chat.ts';
import { maskCardNumbers } from './mask-card-numbers.ts';
import { questionOf, readAnswer, type StoredAnswer } from './missed-chat-repository.ts';

export interface MissedParts {
  readonly storage: Storage;
  readonly chats: ChatService;
  /** Looks for what can be sent now. */
  readonly wake: () => void;
  readonly now: () => number;
}

/**
 * Claims a missed chat, so that two do not answer it. Of several at once one has it. Throws `conflict` with the name of
 * who has it already; `takeOver` takes it from them, where a supervisor asks.
 */
export function claimMissedChat(
  parts: MissedParts,
  siteId: string,
  chatId: string,
  operator: OperatorPrincipal,
  { takeOver }: { takeOver: boolean },
): Promise<ChatSummary> {
  return change(parts, siteId, chatId, async (_trx, row) => {
    requireOpen(row);
    const claim = readClaim(row);
    if (claim?.operatorId === operator.operatorId) return null;
    if (claim && !takeOver) throw new AppError('conflict', `${claim.operatorName} is answering this chat`);
    if (claim && !hasRole(operator.role, 'supervisor'))
      throw new AppError('forbidden', `Only a supervisor can take this chat from ${claim.operatorName}`);
    const { operatorId, name: operatorName } = operator;
    return {
      sender: senderOf(operator),
      content: { kind: 'claimed', from: claim?.operatorName ?? null },
      patch: { claim: JSON.stringify({ operatorId, operatorName, at: parts.now() } satisfies ChatClaim) },
    };
  });
}

/** Lets a claim go again: one's own, or as a supervisor anybody's. One that is gone is no error. */
export function releaseMissedChat(
  parts: MissedParts,
  siteId: string,
  chatId: string,
  operator: OperatorPrincipal,
): Promise<ChatSummary> {
  return change(parts, siteId, chatId, async (_trx, row) => {
    const claim = readClaim(row);
    if (!claim) return null;
    if (claim.operatorId !== operator.operatorId && !hasRole(operator.role, 'supervisor'))
      throw new AppError('forbidden', `${claim.operatorName} is answering this chat`);
    return { sender: senderOf(operator), content: { kind: 'claimReleased' }, patch: { claim: null } };
  });
}

/**
 * Answers a missed chat by e-mail: the mail is in the outbox once this resolves, and the reply in the chat's log. The
 * same client id again is the same reply. Throws `conflict` when somebody else has claimed or answered it, or the visitor
 * left no address.
 */
export async function replyToMissedChat(
  parts: MissedParts,
  siteId: string,
  chatId: string,
  operator: OperatorPrincipal,
  { cid, body }: MissedChatReply,
): Promise<ChatSummary> {
  const masked = maskCardNumbers(body);
  const chat = await change(parts, siteId, chatId, async (trx, row) => {
    const answer = readAnswer(row);
    if (answer?.cid === cid && answer.operatorId === operator.operatorId) return null;
    requireOpen(row);
    requireNotOthers(row, operator);
    // In one writing, so that the limits on mail to one address count all of it.
    const to = mailAddressSchema.safeParse(row.visitor_email?.trim().toLowerCase()).data;
    if (to === undefined) throw new AppError('conflict', 'The visitor has left no e-mail address');
    const [first] = await listEntries(trx, siteId, chatId, 0, 1);
    const id = newId();
    const at = parts.now();
    await insertOutboxItems(trx, parts.storage.dialect, [
      toOutboxRow({
        siteId,
        id,
        at,
        occurrence: `reply ${chatId} ${cid}`,
        cause: 'Answer to a missed chat',
        visitorId: row.visitor_id,
        visitId: row.visit_id,
        message: {
          kind: 'email',
          to,
          template: 'reply',
          text: masked,
          data: await chatMailData(trx, toSummary(row), { operatorName: operator.name, question: questionOf(first) }),
        },
      }),
    ]);
    return {
      sender: senderOf(operator),
      content: { kind: 'replied', body: masked, to },
      patch: { claim: null, answered: answerOf(operator, 'email', at, { to, outboxId: id, cid }) },
    };
  });
  parts.wake();
  return chat;
}

/** Is done with a missed chat without a mail. */
export function settleMissedChat(
  parts: MissedParts,
  siteId: string,
  chatId: string,
  operator: OperatorPrincipal,
  { way, note }: MissedChatSettlement,
): Promise<ChatSummary> {
  return change(parts, siteId, chatId, async (_trx, row) => {
    const answer = readAnswer(row);
    if (answer?.way === way && answer.operatorId === operator.operatorId) return null;
    requireOpen(row);
    requireNotOthers(row, operator);
    const kept = note?.trim() ? maskCardNumbers(note.trim()) : null;
    return {
      sender: senderOf(operator),
      content: { kind: 'settled', way, note: kept },
      patch: { claim: null, answered: answerOf(operator, way, parts.now()) },
    };
  });
}

/** Puts a missed chat that was done back among the open ones. One that is open is no error. */
export function reopenMissedChat(
  parts: MissedParts,
  siteId: string,
  chatId: string,
  operator: OperatorPrincipal,
): Promise<ChatSummary> {
  return change(parts, siteId, chatId, async (_trx, row) =>
    row.answered === null
      ? null
      : { sender: senderOf(operator), content: { kind: 'reopened' }, patch: { answered: null, claim: null } },
  );
}

/** Changes a missed chat under its lock and tells everybody. Throws `not_found` or, of one that was not missed, `conflict`. */
async function change(
  { storage, chats, now }: MissedParts,
  siteId: string,
  chatId: string,
  decide: Decide,
): Promise<ChatSummary> {
  const changed = await appendDecided(storage.db, siteId, chatId, { states: ['missed'], at: now() }, decide);
  if (!changed) throw await whyNotMissed(chats, siteId, chatId);
  if (changed.entry) chats.tellClassified(changed.chat, changed.entry);
  return changed.chat;
}

/** Why a chat cannot be answered as a missed one. Throws `not_found`. */
export async function whyNotMissed(chats: ChatService, siteId: string, chatId: string): Promise<AppError> {
  await chats.get(siteId, chatId);
  return new AppError('conflict', 'This chat was not missed');
}

function readClaim({ claim }: ChatRow): ChatClaim | null {
  return claim === null ? null : chatClaimSchema.parse(JSON.parse(claim));
}

function requireOpen(row: ChatRow): void {
  const answer = readAnswer(row);
  if (answer) throw new AppError('conflict', `${answer.operatorName} has dealt with this chat already`);
}

function requireNotOthers(row: ChatRow, operator: OperatorPrincipal): void {
  const claim = readClaim(row);
  if (claim && claim.operatorId !== operator.operatorId)
    throw new AppError('conflict', `${claim.operatorName} is answering this chat`);
}

function answerOf(
  { operatorId, name }: OperatorPrincipal,
  way: AnswerWay,
  at: number,
  mail: { to: string; outboxId: string; cid: string } | null = null,
): string {
  const none = { to: null, outboxId: null, cid: null };
  return JSON.stringify({ operatorId, operatorName: name, at, way, ...(mail ?? none) } satisfies StoredAnswer);
}
