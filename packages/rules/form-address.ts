import { type AddressPart, formFamilies, formPlaceholders } from '@foyer/protocol/client-form';

/** What placeholders stand for in one chat; null or missing: not known, which leaves their place empty. */
export interface FormValues {
  /** By the placeholder's name, such as `visitor.name`. */
  readonly known: Readonly<Record<string, string | null>>;
  readonly survey: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

export interface FormAddressRules {
  /** Whether placeholders that tell of a person may be used. */
  readonly personalData: boolean;
  /** Names of the hosts that the console itself is reached at, without ports. */
  readonly ownHosts: readonly string[];
}

const shape = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;
const placeholder = /\{([^{}]*)\}/g;
const familyName = new RegExp(`^(${formFamilies.join('|')})\\.[A-Za-z0-9_.-]{1,64}$`);
const personal = new Set<string>(formPlaceholders.filter((one) => one.isPersonal).map((one) => one.id));
const allowed = [...formPlaceholders.map((one) => one.id), ...formFamilies.map((family) => `${family}.NAME`)];

/** What is wrong with the template of a form's address, in words; null: nothing. Checked when it is saved and again when it is filled. */
export function findFormAddressFault(template: string, { personalData, ownHosts }: FormAddressRules): string | null {
  const match = shape.exec(template);
  if (match === null || /\s/.test(template))
    return 'must be an address such as https://crm.example.com/visitor, without blanks';
  const [, scheme = '', authority = '', rest = ''] = match;
  if (/[{}]/.test(authority) || /[{}]/.test(scheme))
    return 'can have placeholders in its path, its query and after #, not in the name of the host';
  if (authority.includes('@')) return 'must not have a user name in it';
  if (!URL.canParse(`${scheme}://${authority}/`)) return 'must have the name of a host, such as crm.example.com';
  const { protocol, hostname } = new URL(`${scheme}://${authority}/`);
  if (hostname.startsWith('['))
    return 'must have the name of a host: browsers cannot be told to allow an IPv6 address alone';
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    return 'must begin with https:// (plain http:// only to this machine, such as http://localhost:3000, to try things out)';
  if (ownHosts.some((host) => host.toLowerCase() === hostname))
    return `must not be the console’s own host (${hostname}): the form would share its cookies`;
  return findPlaceholderFault(rest, personalData);
}

function findPlaceholderFault(rest: string, personalData: boolean): string | null {
  for (const name of placeholdersOf(rest)) {
    if (!isAllowed(name))
      return `has an unknown placeholder {${name}}; there are ${allowed.map((one) => `{${one}}`).join(' ')}`;
    if (!personalData && (personal.has(name) || name.startsWith('survey.')))
      return `would put {${name}} where the form’s server logs it: allow personal data in the address below, or use {token}`;
  }
  return /[{}]/.test(rest.replace(placeholder, '')) ? 'has a brace { or } that is not part of a placeholder' : null;
}

/** Names of the placeholders in a template, in order, each as often as it stands there. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map((match) => match[1] ?? '');
}

function isAllowed(name: string): boolean {
  return formPlaceholders.some((one) => one.id === name) || familyName.test(name);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Scheme, host and port of a template that has no fault. */
export function originOf(template: string): string {
  return new URL(template.replace(placeholder, '')).origin;
}

/** Fills a template that has no fault. Each value is percent-encoded, so that none of it means anything in the address. */
export function fillFormAddress(template: string, values: FormValues): { address: string; parts: AddressPart[] } {
  const parts: AddressPart[] = [];
  let end = 0;
  for (const match of template.matchAll(placeholder)) {
    if (match.index > end) parts.push({ text: template.slice(end, match.index), placeholder: null });
    const name = match[1] ?? '';
    parts.push({ text: encode(valueFor(name, values)), placeholder: name });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ text: template.slice(end), placeholder: null });
  const safe = withoutDotSegments(parts);
  return { address: safe.map(({ text }) => text).join(''), parts: safe };
}

function valueFor(name: string, { known, survey, variables }: FormValues): string {
  const dot = name.indexOf('.');
  const [family, key] = [name.slice(0, dot), name.slice(dot + 1)];
  const value = family === 'survey' ? own(survey, key) : family === 'var' ? own(variables, key) : own(known, name);
  return value ?? '';
}

function own(values: Readonly<Record<string, string | null>>, key: string): string | null {
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}

function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A visitor called `..` must not lead one folder up: of a path segment that values turned into dots alone, the values go. */
function withoutDotSegments(parts: readonly AddressPart[]): AddressPart[] {
  const kept = parts.map((part) => ({ ...part }));
  let segment: { part: AddressPart; text: string }[] = [];
  const close = () => {
    const isDots = /^(\.|%2e){1,2}$/i.test(segment.map(({ text }) => text).join(''));
    if (isDots) for (const { part } of segment) if (part.placeholder !== null) part.text = '';
    segment = [];
  };
  for (const part of kept) {
    const pieces = part.text.split(/(?=[/?#])|(?<=[/?#])/);
    for (const piece of pieces) {
      if (piece === '?' || piece === '#') {
        close();
        return kept;
      }
      if (piece === '/') close();
      else segment.push({ part, text: piece });
    }
  }
  close();
  return kept;
}
