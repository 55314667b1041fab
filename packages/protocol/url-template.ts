import { text } from './text.ts';

/** Text of an address with placeholders such as `{visitor.email}`. What it must be, `checkUrlTemplate` says. */
export const templateText = text(2000);

const placeholder = /\{([^{}]*)\}/g;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * What is wrong with an address template, in words; null: nothing. `known`: placeholder names; one that ends in `.NAME`
 * stands for a family. Placeholders are allowed behind the host only, so that no visitor decides where it leads.
 */
export function checkUrlTemplate(template: string, known: readonly string[]): string | null {
  const unknown = [...template.matchAll(placeholder)]
    .map(([, name = '']) => name)
    .filter((name) => !isKnown(name, known));
  if (unknown.length > 0) return `has a placeholder that there is not: {${unknown[0]}}`;
  const filled = template.replace(placeholder, 'x');
  if (/[{}]/.test(filled)) return 'has a brace that is not closed, or not opened';
  if (!URL.canParse(filled)) return 'must be an address such as https://crm.example.com/chat?id={chat.id}';
  const { protocol, hostname, username, password } = new URL(filled);
  const isTrial = protocol === 'http:' && loopback.has(hostname);
  if (protocol !== 'https:' && !isTrial)
    return 'must begin with https:// (http:// only to this computer, for trying out)';
  if (username !== '' || password !== '') return 'must not carry a user name or password';
  const beforePath = /^[^:]*:\/\/[^/?#]*/.exec(template)?.[0] ?? template;
  if (/[{}]/.test(beforePath)) return 'can have placeholders only behind the host: in path, query and fragment';
  return null;
}

/** Fills a template; each value is percent-encoded, a missing one empty. */
export function fillUrlTemplate(template: string, findValue: (name: string) => string | null | undefined): string {
  return template.replace(placeholder, (_whole, name: string) => encode(findValue(name) ?? ''));
}

function isKnown(name: string, known: readonly string[]): boolean {
  if (known.includes(name) && !name.endsWith('.NAME')) return true;
  return known.some(
    (one) => one.endsWith('.NAME') && name.length > one.length - 4 && name.startsWith(one.slice(0, -4)),
  );
}

/** Strict (RFC 3986 section 2.3): no reserved character stays, and no path segment becomes `.` or `..`. */
function encode(value: string): string {
  const encoded = encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return /^\.{1,2}$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded;
}
