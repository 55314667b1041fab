import { type ChatSummary, chatStates } from '@foyer/protocol/chat';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Storage } from '../../storage/storage.ts';
import { readNotifications } from '../notifications/read-notifications.ts';
import { insertOutboxItems } from '../outbox/insert-outbox-items.ts';
import { toOutboxRow } from '../outbox/outbox-row.ts';
import { appendDecided, type ChatPatch, type Sender, system } from './chat-log-repository.ts';
import { chatMailData } from './chat-mail-data.ts';
import { toSummary } from './chat-row.ts';
import type { ChatService } from './chat-service.ts';
import { transcriptOf } from './transcript-lines.ts';
import {
  clearTranscriptDue,
  countVisitorTranscripts,
  listTranscriptsDue,
  readLog,
  setTranscriptWish,
} from './transcript-repository.ts';

/** To whom a chat's transcript goes at most, on the visitor's side: an address that nobody has proved to be theirs. */
const mostToVisitor = 3;

export interface TranscriptParts {
  readonly storage: Storage;
  readonly chats: ChatService;
  readonly logger: { warn(details: object, message: string): void };
  /** Looks for what can be sent now. */
  readonly wake: () => void;
  readonly now: () => number;
}

interface Sending {
  /** One mail to each. */
  readonly to: readonly string[];
  readonly audience: 'visitor' | 'staff';
  readonly sender: Sender;
  readonly cause: string;
  /** What makes it one and the same sending; a second one finds it done. */
  readonly occurrence: string;
  readonly patch?: ChatPatch;
}

/** Puts a chat's transcript into the outbox and says so in its log, in one transaction. Throws `conflict` where it was sent often enough. */
export async function sendTranscript(
  { storage, chats, wake, now }: TranscriptParts,
  siteId: string,
  chatId: string,
  { to, audience, sender, cause, occurrence, patch = {} }: Sending,
): Promise<ChatSummary> {
  const at = now();
  const sent = await appendDecided(storage.db, siteId, chatId, { states: chatStates, at }, async (trx, row) => {
    if (audience === 'visitor' && (await countVisitorTranscripts(trx, siteId, chatId)) >= mostToVisitor)
      throw new AppError('conflict', 'The transcript of this chat has been sent often enough');
    const chat = toSummary(row);
    const log = await readLog(trx, chat);
    const operator = log.findLast((entry) => entry.sender.kind === 'operator')?.sender.name ?? null;
    const data = await chatMailData(trx, chat, { operatorName: operator, question: null });
    const { lines, omitted } = transcriptOf(log, chat.visitorName);
    const items = to.map((address) =>
      toOutboxRow({
        siteId,
        id: newId(),
        at,
        occurrence: `transcript ${chatId} ${occurrence} ${address}`,
        cause,
        visitorId: row.visitor_id,
        visitId: row.visit_id,
        message: {
          kind: 'email',
          to: address,
          template: audience === 'visitor' ? 'transcript' : 'staffTranscript',
          data,
          lines: [...lines],
          omitted,
        },
      }),
    );
    const added = await insertOutboxItems(trx, storage.dialect, items);
    if (added.length === 0) return null;
    return { sender, content: { kind: 'transcriptSent', to: to.join(', '), audience }, patch };
  });
  if (!sent) throw new AppError('not_found', 'No such chat');
  if (sent.entry) chats.tellClassified(sent.chat, sent.entry);
  wake();
  return sent.chat;
}

/**
 * A visitor asks for the transcript of their chat: it is sent now if the chat is over, else when it ends. Only of chats
 * that an operator took part in, so that nobody sends their own words to strangers through us.
 */
export async function promiseTranscript(
  parts: TranscriptParts,
  chat: ChatSummary,
  { cid, email }: { cid: string; email: string },
): Promise<{ to: string; when: 'now' | 'atEnd' }> {
  const { siteId, id: chatId } = chat;
  const { db } = parts.storage;
  if (!(await mayHaveTranscript(parts, siteId)))
    throw new AppError('forbidden', 'Transcripts are not sent from this site');
  if (chat.acceptedAt === null) throw new AppError('conflict', 'Nobody has answered this chat yet');
  const to = email.toLowerCase();
  if ((await countVisitorTranscripts(db, siteId, chatId)) >= mostToVisitor)
    throw new AppError('conflict', 'The transcript of this chat has been sent often enough');
  if (await setTranscriptWish(db, siteId, chatId, to)) return { to, when: 'atEnd' };
  await sendTranscript(parts, siteId, chatId, {
    to: [to],
    audience: 'visitor',
    sender: { kind: 'visitor', id: chat.visitorId, name: chat.visitorName },
    cause: 'Transcript, asked for by the visitor',
    occurrence: cid,
  });
  return { to, when: 'now' };
}

/** Whether visitors of a site can have transcripts: it says so, and there is something to send them with. */
async function mayHaveTranscript({ storage }: TranscriptParts, siteId: string): Promise<boolean> {
  const { smtp, transcripts } = await readNotifications(storage.db, siteId);
  return smtp !== null && transcripts.visitors;
}

/** Sends what is due of chats that have ended: to the visitor who asked for it, and to the site's recipients. Safe on several nodes at once. */
export async function sendDueTranscripts(parts: TranscriptParts): Promise<void> {
  for (const due of await listTranscriptsDue(parts.storage.db))
    await sendDue(parts, due).catch((error) =>
      parts.logger.warn({ err: error, chatId: due.chat.id }, 'a transcript cannot be sent just now'),
    );
}

async function sendDue(
  parts: TranscriptParts,
  { chat, visitorTo }: { chat: ChatSummary; visitorTo: string | null },
): Promise<void> {
  const { siteId, id: chatId } = chat;
  const { db } = parts.storage;
  const { transcripts } = await readNotifications(db, siteId);
  if (visitorTo !== null && (await mayHaveTranscript(parts, siteId)))
    await sendTranscript(parts, siteId, chatId, {
      to: [visitorTo],
      audience: 'visitor',
      sender: system,
      cause: 'Transcript, asked for by the visitor',
      occurrence: 'at the end',
      patch: { transcript_to: null },
    }).catch((error) => {
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    });
  if (transcripts.recipients.length > 0 && chat.state !== 'missed')
    await sendTranscript(parts, siteId, chatId, {
      to: transcripts.recipients,
      audience: 'staff',
      sender: system,
      cause: 'Transcript of a chat that ended',
      occurrence: 'to the site',
    });
  await clearTranscriptDue(db, siteId, chatId);
}
