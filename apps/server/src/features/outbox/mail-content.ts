import type { OutboxData } from '@foyer/protocol/outbox';
import { mergeValuesOf, type Surroundings } from './merge-values.ts';
import { escapeHtml, type MergeValues, oneLine, renderTemplate } from './render-template.ts';

/** A mail's subject and its body in both forms, with all text from outside escaped. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Merge fields that hold addresses of our own, which alone become links. */
const links = ['link', 'unsubscribe'];

/** A mail by its template. `unsubscribeUrl`: for mail to visitors, whose body gets it as a last line if it has none. */
export function mailByTemplate(
  { subject, body }: { subject: string; body: string },
  data: OutboxData,
  surroundings: Surroundings,
  unsubscribeUrl: string | null,
): MailContent {
  return mailByValues({ subject, body }, mergeValuesOf(data, surroundings), unsubscribeUrl);
}

/**
 * The same with the values that stand for its merge fields. `html`: what stands for some of them in the HTML body, escaped
 * already.
 */
export function mailByValues(
  { subject, body }: { subject: string; body: string },
  given: MergeValues,
  unsubscribeUrl: string | null,
  html: MergeValues = {},
): MailContent {
  const values: MergeValues = { ...given, ...(unsubscribeUrl === null ? {} : { unsubscribe: unsubscribeUrl }) };
  const isMissing = unsubscribeUrl !== null && !/\{\{\s*unsubscribe\s*\}\}/.test(body);
  const whole = isMissing ? `${body.trimEnd()}\n\nNo more mail from {{site}}: {{unsubscribe}}\n` : body;
  return {
    subject: oneLine(renderTemplate(subject, values, (value) => value)).slice(0, 200),
    text: renderTemplate(whole, values, (value) => value),
    html: toPage(
      renderTemplate(
        whole,
        { ...values, ...html },
        (value, field) => (Object.hasOwn(html, field) ? value : toHtml(value, field)),
        escapeHtml,
      ),
    ),
  };
}

/** A mail of Foyer itself. */
export function mailOfNotice({ subject, text }: { subject: string; text: string }): MailContent {
  return { subject: oneLine(subject).slice(0, 200), text, html: toPage(escapeHtml(text)) };
}

function toHtml(value: string, field: string): string {
  const escaped = escapeHtml(value);
  return links.includes(field) ? `<a href="${escaped}">${escaped}</a>` : escaped;
}

function toPage(html: string): string {
  return `<!doctype html><html><body><p>${html.trim().replace(/\r?\n/g, '<br>\n')}</p></body></html>`;
}
