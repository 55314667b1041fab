import { type MergeField, mergeFieldPattern } from '@foyer/protocol/notifications';

/** What stands for each merge field; one that is missing here is written as nothing. */
export type MergeValues = Readonly<Partial<Record<MergeField, string>>>;

/**
 * Puts values in the place of merge fields, each passed through `escapeValue`. What a value says is never read as a template
 * again; other text of the template passes through `escapeTemplate`.
 */
export function renderTemplate(
  template: string,
  values: MergeValues,
  escapeValue: (value: string, field: string) => string,
  escapeTemplate: (text: string) => string = (text) => text,
): string {
  let rendered = '';
  let end = 0;
  for (const match of template.matchAll(mergeFieldPattern)) {
    const field = match[1] ?? '';
    rendered += escapeTemplate(template.slice(end, match.index));
    rendered += Object.hasOwn(values, field) ? escapeValue(values[field as MergeField] ?? '', field) : '';
    end = match.index + match[0].length;
  }
  return rendered + escapeTemplate(template.slice(end));
}

/** Text on one line, without control characters: for subjects, and for values inside a line. */
export function oneLine(value: string): string {
  return value
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '') // they would turn the text around them
    .trim();
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, between tags and in quoted attributes. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
