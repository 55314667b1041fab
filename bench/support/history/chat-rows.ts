import type { EntryContent } from '@foyer/protocol/chat';
import { contactSeq, searchableText } from '../../../apps/server/src/storage/searchable-text.ts';
import { joinWords } from '../../../apps/server/src/storage/split-words.ts';
import { oneOf } from '../random.ts';
import type { HistoryDocuments } from './documents.ts';
import type { HistoryBatch } from './rows.ts';
import { words } from './vocabulary.ts';

/** What a chat of the generated year is of. */
export interface ChatOf {
  readonly person: { readonly name: string | null; readonly country: string | null };
  readonly visitorId: string;
  readonly visitId: string;
  readonly alertId: string;
  readonly invitation: { readonly id: string; readonly inviteId: string } | null;
  readonly pageUrl: string;
  /** When it is asked for. */
  readonly at: number;
}

/** Adds one chat with its log, tags and wrap-up: four of five are taken, the others missed. */
export function addChat(
  batch: HistoryBatch,
  documents: HistoryDocuments,
  { person, visitorId, visitId, alertId, invitation, pageUrl, at }: ChatOf,
  idAt: (at: number) => string,
  random: () => number,
): void {
  const { siteId } = documents;
  const id = idAt(at);
  const isTaken = random() < 0.8;
  const operator = isTaken ? oneOf(documents.operators, random) : null;
  const department = random() < 0.7 ? oneOf(documents.departments, random) : null;
  const waitedMs = Math.floor(-Math.log(1 - random()) * 40_000);
  const acceptedAt = isTaken ? at + waitedMs : null;
  let now = at;
  let seq = 0;
  let lastMessage = '';
  const write = (sender: { kind: string; id: string; name: string | null }, content: EntryContent) => {
    seq += 1;
    batch.chat_entry.push({
      site_id: siteId,
      chat_id: id,
      seq,
      at: now,
      sender_kind: sender.kind,
      sender_id: sender.id,
      sender_name: sender.name,
      cid: sender.kind === 'system' ? null : idAt(now).replaceAll('-', ''),
      content_hash: null,
      content: JSON.stringify(content),
    });
    const words = joinWords(searchableText(content));
    if (words !== '') batch.chat_text.push({ site_id: siteId, chat_id: id, seq, words });
  };
  const visitor = { kind: 'visitor', id: visitorId, name: person.name };
  const system = { kind: 'system', id: '', name: null };
  const sentence = () => Array.from({ length: 3 + Math.floor(random() * 9) }, () => oneOf(words, random)).join(' ');
  const question = `${sentence()}?`;
  write(visitor, { kind: 'requested', name: person.name, email: null, question, pageUrl });
  lastMessage = question;
  const patch: {
    endedAt: number;
    wrapUp: string | null;
    tags: string;
    rating: number | null;
    missed: 'visitorGaveUp' | 'timedOut' | 'nobodyOnline' | 'offlineMessage' | null;
  } = {
    endedAt: at,
    wrapUp: null,
    tags: '[]',
    rating: null,
    missed: null,
  };
  if (operator !== null && acceptedAt !== null) {
    const ours = { kind: 'operator', id: operator.id, name: operator.name };
    now = acceptedAt;
    write(ours, { kind: 'joined', operatorName: operator.name });
    const messages = 2 + Math.floor(random() * 8);
    for (let place = 0; place < messages; place += 1) {
      now += Math.floor(4000 + random() * 50_000);
      const body = sentence();
      write(place % 2 === 0 ? ours : visitor, { kind: 'message', body });
      lastMessage = body;
    }
    now += 5000;
    write(system, { kind: 'ended', by: 'visitor', reason: null });
    patch.endedAt = now;
    if (random() < 0.85) {
      const { leaf, branch } = oneOf(documents.wrapUps, random);
      patch.wrapUp = JSON.stringify({
        optionId: leaf.id,
        label: leaf.name,
        path: [branch.name, leaf.name],
        operatorId: operator.id,
        operatorName: operator.name,
        at: now,
      });
      for (const option of [leaf, branch])
        batch.chat_wrap_up_option.push({ site_id: siteId, option_id: option.id, chat_id: id });
    }
    if (random() < 0.2) {
      const tag = oneOf(documents.tags, random);
      patch.tags = JSON.stringify([{ tagId: tag.id, name: tag.name, value: null }]);
      batch.chat_tag.push({
        site_id: siteId,
        tag_id: tag.id,
        chat_id: id,
        visitor_id: visitorId,
        value: null,
        at: now,
      });
    }
    if (random() < 0.3) {
      patch.rating = 1 + Math.floor(Math.sqrt(random()) * 5);
      now += 3000;
      write(visitor, { kind: 'rated', rating: patch.rating, comment: null });
    }
  } else {
    patch.missed = oneOf(['visitorGaveUp', 'timedOut', 'nobodyOnline', 'offlineMessage'] as const, random);
    now += 60_000;
    write(system, { kind: 'missed', reason: patch.missed });
    patch.endedAt = now;
  }
  batch.chat_text.push({ site_id: siteId, chat_id: id, seq: contactSeq, words: joinWords(`${person.name ?? ''}\n`) });
  batch.chat.push({
    site_id: siteId,
    id,
    visitor_id: visitorId,
    visit_id: visitId,
    state: isTaken ? 'closed' : 'missed',
    operator_id: operator?.id ?? null,
    operator_name: operator?.name ?? null,
    visitor_name: person.name,
    visitor_email: null,
    invite_id: invitation?.inviteId ?? null,
    invitation_id: invitation?.id ?? null,
    alert_id: alertId,
    country: person.country,
    page_url: pageUrl,
    requested_at: at,
    pending_since: null,
    accepted_at: acceptedAt,
    ended_at: patch.endedAt,
    ended_by: isTaken ? 'visitor' : null,
    missed_reason: patch.missed,
    nudged: 0,
    last_seq: seq,
    last_message: lastMessage.slice(0, 140),
    seen_by_visitor: seq,
    seen_by_operator: seq,
    wrap_up: patch.wrapUp,
    tags: patch.tags,
    department_id: department?.id ?? null,
    department_name: department?.name ?? null,
    skills: '[]',
    rating: patch.rating,
    taken_at: acceptedAt,
    taken_in_time: acceptedAt === null ? null : Number(waitedMs < 60_000),
    answers: '[]',
    version: 1,
  });
}
