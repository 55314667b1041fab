import type { NotificationPreviewRequest } from '@foyer/protocol/notifications';
import type { ChatMailData, OutboxMessage, TranscriptLine } from '@foyer/protocol/outbox';
import { type MailContent, mailByValues } from './mail-content.ts';
import { longestValue, type Surroundings } from './merge-values.ts';
import { escapeHtml, type MergeValues, oneLine } from './render-template.ts';

type ReplyMail = Extract<OutboxMessage, { template: 'reply' }>;
type TranscriptMail = Extract<OutboxMessage, { template: 'transcript' | 'staffTranscript' }>;
interface Template {
  readonly subject: string;
  readonly body: string;
}

/** An operator's answer to a missed chat. */
export function mailOfReply(
  template: Template,
  message: Omit<ReplyMail, 'to'>,
  surroundings: Surroundings,
): MailContent {
  const values = {
    ...chatValues(message.data, surroundings),
    reply: message.text,
    question: message.data.question ?? '',
  };
  return mailByValues(template, values, null);
}

/** A chat's transcript. `unsubscribeUrl`: for the visitor's, whose body gets it as a last line if it has none. */
export function mailOfTranscript(
  template: Template,
  { data, lines, omitted }: Omit<TranscriptMail, 'to' | 'template'>,
  surroundings: Surroundings,
  unsubscribeUrl: string | null,
): MailContent {
  const { timeZone } = surroundings;
  const days = lines.map(({ at }) => formatDay(at, timeZone));
  const head = [
    `Times are ${zoneName(lines[0]?.at ?? data.requestedAt, timeZone)}.`,
    ...(omitted > 0 ? [`The first ${omitted} lines are left out.`] : []),
  ].join(' ');
  const write = (lineOf: (line: TranscriptLine, clock: string) => string, day: (text: string) => string) =>
    lines
      .map((line, place) => {
        const isNewDay = days[place] !== days[place - 1];
        return `${isNewDay ? `${day(days[place] ?? '')}\n\n` : ''}${lineOf(line, formatClock(line.at, timeZone))}`;
      })
      .join('\n\n');
  const text = write(
    (line, clock) => (line.side === 'note' ? `[${clock}] ${line.text}` : `[${clock}] ${nameOf(line)}:\n${line.text}`),
    (day) => day,
  );
  const html = write(
    (line, clock) =>
      line.side === 'note'
        ? `<em>${escapeHtml(line.text)}</em> <small>${clock}</small>`
        : `<strong>${escapeHtml(nameOf(line))}</strong> <small>${clock}</small>\n${escapeHtml(line.text)}`,
    (day) => `<strong>${day}</strong>`,
  );
  return mailByValues(
    template,
    { ...chatValues(data, surroundings), transcript: `${head}\n\n${text}` },
    unsubscribeUrl,
    { transcript: `${head}\n\n${html}` },
  );
}

function chatValues(data: ChatMailData, { origin, timeZone }: Surroundings): MergeValues {
  const values: MergeValues = {
    site: data.site,
    at: `${formatDay(data.requestedAt, timeZone)}, ${formatClock(data.requestedAt, timeZone)} ${zoneName(data.requestedAt, timeZone)}`,
    'visitor.name': data.visitor.name ?? '',
    'visitor.email': data.visitor.email ?? '',
    'operator.name': data.operatorName ?? '',
    page: data.pageUrl ?? '',
    country: data.country ?? '',
    link: `${origin}${data.link}`,
  };
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, oneLine(value).slice(0, longestValue)]),
  );
}

/** Who speaks; a visitor without a name is called what they are. */
function nameOf({ side, name }: TranscriptLine): string {
  return oneLine(name ?? '') || (side === 'visitor' ? 'Visitor' : 'Automatic message');
}

function formatDay(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(at);
}

function formatClock(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(at);
}

/** The zone at an instant, as in `Europe/London (GMT+1)`. */
function zoneName(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return offset === timeZone || offset === '' ? timeZone : `${timeZone} (${offset})`;
}

/** A chat that never was, for previews. */
function madeUpChat(site: string, at: number): { data: ChatMailData; lines: TranscriptLine[] } {
  const minute = 60_000;
  return {
    data: {
      site,
      visitor: { name: 'Ann Example', email: 'ann@example.com' },
      operatorName: 'Olga',
      question: 'Do you deliver to Norway?',
      pageUrl: 'https://www.example.com/prices',
      country: 'GB',
      requestedAt: at - 5 * minute,
      link: '/console/recent-chats',
    },
    lines: [
      { at: at - 5 * minute, side: 'visitor', name: 'Ann Example', text: 'Do you deliver to Norway?' },
      { at: at - 4 * minute, side: 'note', name: null, text: 'Olga joined the chat' },
      { at: at - 4 * minute, side: 'operator', name: 'Olga', text: 'We do: within three days.' },
      { at, side: 'note', name: null, text: 'The chat ended' },
    ],
  };
}

export type ChatMailPreviewRequest = Extract<
  NotificationPreviewRequest,
  { kind: 'replyMail' | 'transcriptMail' | 'staffTranscriptMail' }
>;

/** What a template of mail about chats says, of a made-up chat. */
export function previewChatMail(
  request: ChatMailPreviewRequest,
  { site, at }: { site: string; at: number },
  surroundings: Surroundings,
): MailContent {
  const { data, lines } = madeUpChat(site, at);
  if (request.kind === 'replyMail') {
    const text = 'We do: within three days. Shall I reserve one for you?';
    return mailOfReply(request, { kind: 'email', template: 'reply', data, text }, surroundings);
  }
  // A real link would take somebody's address off the list.
  const unsubscribeUrl = request.kind === 'transcriptMail' ? `${surroundings.origin}/unsubscribe?…` : null;
  return mailOfTranscript(request, { kind: 'email', data, lines, omitted: 0 }, surroundings, unsubscribeUrl);
}
