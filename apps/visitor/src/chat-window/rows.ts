import type { FileContent, VisitorContent, VisitorEntry } from '@foyer/protocol/chat';
import type { AskedQuestion } from '@foyer/protocol/survey';
import { words } from './own-words.ts';
import type { WindowState } from './session.ts';

const groupMs = 300_000;

/** One line of the conversation as shown. `endsGroup`: the last of several in a row by the same side, which carries the time. */
export interface Row {
  /** Stays the same while a message turns from sending to sent. */
  key: string;
  side: 'visitor' | 'operator' | 'note' | 'card';
  /** What the operator asks for, as long as it is open. */
  card: { seq: number; question: AskedQuestion } | null;
  text: string;
  at: number;
  name: string | null;
  startsGroup: boolean;
  endsGroup: boolean;
  mark: 'sending' | 'sent' | 'seen' | 'failed' | null;
  /** Why it failed, and the client id to try again with. */
  failure: string | null;
  /** What is shown in place of the text. */
  file: FileContent | null;
}

type Bare = Omit<Row, 'startsGroup' | 'endsGroup'>;

/** The conversation from its log and what is on its way, oldest first. */
export function rows({
  entries,
  queued,
  seenByOperator,
}: Pick<WindowState, 'entries' | 'queued' | 'seenByOperator'>): Row[] {
  const fields = askedFields(entries);
  const shown: Bare[] = [
    ...entries.flatMap((entry) => row(entry, seenByOperator, fields) ?? []),
    ...queued.map(
      ({ cid, body, at, failure }): Bare => ({
        key: cid,
        side: 'visitor',
        card: null,
        text: body,
        at,
        name: null,
        mark: failure === null ? 'sending' : 'failed',
        failure,
        file: null,
      }),
    ),
  ];
  return shown.map((item, index) => ({
    ...item,
    startsGroup: !isSameGroup(shown[index - 1], item),
    endsGroup: !isSameGroup(item, shown[index + 1]),
  }));
}

function isSameGroup(one: Bare | undefined, next: Bare | undefined): boolean {
  if (!one || !next || one.side === 'note' || one.side === 'card' || one.failure !== null || next.failure !== null)
    return false;
  return one.side === next.side && one.name === next.name && next.at - one.at < groupMs;
}

function row(entry: VisitorEntry, seenByOperator: number, fields: AskedFields): Bare | null {
  const { content, sender, seq, cid, at } = entry;
  const isVisitor = sender.kind === 'visitor';
  const text =
    content.kind === 'message'
      ? content.body
      : content.kind === 'requested'
        ? content.question
        : content.kind === 'file'
          ? content.name
          : note(content, fields);
  if (text === null) return null;
  const card = content.kind === 'fieldAsked' && fields.open.has(seq) ? { seq, question: content.question } : null;
  const isSpoken =
    content.kind === 'requested' ||
    ((content.kind === 'message' || content.kind === 'file') && sender.kind !== 'system');
  return {
    key: cid ?? `seq-${seq}`,
    side: card ? 'card' : !isSpoken ? 'note' : isVisitor || content.kind === 'requested' ? 'visitor' : 'operator',
    card,
    text,
    at,
    name: isSpoken && !isVisitor ? sender.name : null,
    mark: isSpoken && isVisitor ? (seq <= seenByOperator ? 'seen' : 'sent') : null,
    failure: null,
    file: content.kind === 'file' ? content : null,
  };
}

interface AskedFields {
  /** Names of all that the operator asked for. */
  names: Set<string>;
  /** Entries whose question is not answered yet. */
  open: Set<number>;
}

/** What the operator asked for while the chat goes on: it can be answered until it is over. */
function askedFields(entries: readonly VisitorEntry[]): AskedFields {
  const names = new Set<string>();
  const open = new Map<number, string>();
  for (const { seq, content } of entries) {
    if (content.kind === 'fieldAsked') {
      names.add(content.question.name);
      open.set(seq, content.question.name);
    } else if (content.kind === 'ended') open.clear();
    else if (content.kind === 'surveyAnswered')
      for (const [asked, name] of open) if (content.answers.some((answer) => answer.name === name)) open.delete(asked);
  }
  return { names, open: new Set(open.keys()) };
}

/** What happened, in a sentence for the visitor; null: nothing they need to be told. */
function note(
  content: Exclude<VisitorContent, { kind: 'message' | 'requested' | 'file' }>,
  fields: AskedFields,
): string | null {
  switch (content.kind) {
    case 'joined':
    case 'transferred':
    case 'supervisorJoined':
      return words.joined(content.operatorName);
    case 'left':
      return words.left(content.operatorName);
    case 'supervisorLeft':
      return words.supervisorLeft(content.operatorName);
    case 'takenOver':
      return words.takenOver(content.operatorName);
    case 'pageChanged':
    case 'internal':
    case 'rated':
      return null;
    case 'fieldAsked':
      return words.asksFor(content.operatorName, content.question.label);
    case 'surveyAnswered': {
      const given = content.answers.filter(({ name }) => content.phase === 'preChat' && fields.names.has(name));
      return given.map(({ label, value, shown }) => `${label}: ${shown || value || '•••'}`).join(', ') || null;
    }
    case 'ended':
      return content.by === 'visitor' ? words.youEnded : words.ended;
    case 'missed':
      return content.reason === 'visitorGaveUp' ? words.youCancelled : null;
    case 'replied':
      return words.replied(content.to);
    case 'transcriptSent':
      return words.transcriptSent(content.to);
  }
}
