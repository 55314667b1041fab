import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatEntry, VisitorContent } from '@foyer/protocol/chat';
import type { TranscriptLine } from '@foyer/protocol/outbox';
import { toVisitorEntry } from './visitor-view.ts';

/** A mail holds no more than this; of a longer chat the newest lines. */
const mostLines = 1000;
const mostCharacters = 200_000;

/** A chat's transcript for mail. `omitted`: older lines that were left out. */
export interface Transcript {
  readonly lines: readonly TranscriptLine[];
  readonly omitted: number;
}

/** What the visitor may read of a chat, line by line: nothing that is for operators alone. */
export function transcriptOf(entries: readonly ChatEntry[], visitorName: string | null): Transcript {
  const all = entries.flatMap((entry) => lineOf(toVisitorEntry(entry), visitorName) ?? []);
  const lines: TranscriptLine[] = [];
  let characters = 0;
  for (const line of all.toReversed()) {
    characters += line.text.length;
    if (lines.length === mostLines || characters > mostCharacters) break;
    lines.unshift(line);
  }
  return { lines, omitted: all.length - lines.length };
}

function lineOf(
  { at, sender, content }: ReturnType<typeof toVisitorEntry>,
  visitorName: string | null,
): TranscriptLine | null {
  if (content.kind === 'message')
    return {
      at,
      side: sender.kind === 'visitor' ? 'visitor' : 'operator',
      name: sender.kind === 'visitor' ? visitorName : sender.name,
      text: content.body,
    };
  if (content.kind === 'requested')
    return content.question === null ? null : { at, side: 'visitor', name: visitorName, text: content.question };
  if (content.kind === 'file')
    return {
      at,
      side: sender.kind === 'visitor' ? 'visitor' : 'operator',
      name: sender.kind === 'visitor' ? visitorName : sender.name,
      text: `[File: ${content.name}]`,
    };
  if (content.kind === 'replied') return { at, side: 'operator', name: sender.name, text: content.body };
  const text = note(content);
  return text === null ? null : { at, side: 'note', name: null, text };
}

/** What happened between the messages, in a sentence; null: nothing that a transcript tells. */
function note(content: Exclude<VisitorContent, { kind: 'message' | 'requested' | 'file' | 'replied' }>): string | null {
  switch (content.kind) {
    case 'joined':
    case 'transferred':
    case 'supervisorJoined':
      return `${content.operatorName} joined the chat`;
    case 'left':
    case 'supervisorLeft':
      return `${content.operatorName} left the chat`;
    case 'ended':
      return 'The chat ended';
    case 'missed':
      return 'Nobody took the chat';
    case 'takenOver':
      return `${content.operatorName} took the chat over`;
    case 'surveyAnswered':
      // What is to be hidden stands in no mail.
      return (
        content.answers
          .filter(({ masked }) => !masked)
          .map(({ label, value, shown }) => `${label}: ${shown || value}`)
          .join('\n') || null
      );
    case 'pageChanged':
    case 'rated':
    case 'fieldAsked':
    case 'transcriptSent':
    case 'internal':
      return null;
    default:
      return assertNever(content);
  }
}
