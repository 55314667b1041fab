import type { AddressPart } from '@foyer/protocol/client-form';

export interface AddressTemplateRules {
  /** Names of the placeholders there are; one that ends in `.NAME` stands for a family, such as `var.NAME`. */
  readonly placeholders: readonly string[];
  /** Those of them that must not be used, because they tell of a person whom the other server would log; families too. */
  readonly tooPersonal?: readonly string[];
  /** Given when the address is shown in a frame of the console: the hosts that the console is reached at, without ports. */
  readonly frame?: { readonly ownHosts: readonly string[] };
}

/** What placeholders stand for; null or missing: not known, which leaves their place empty. */
export interface AddressTemplateValues {
  /** By the placeholder's name, such as `visitor.name`. */
  readonly known: Readonly<Record<string, string | null | undefined>>;
  /** By the family's name, such as `var`, and then by the name behind the dot. */
  readonly families: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const shape = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;
const placeholder = /\{([^{}]*)\}/g;
const familyKey = /^[A-Za-z0-9_.-]{1,64}$/;

/** What is wrong with an address template, in words; null: nothing. No placeholder has a say in where it leads. */
export function findAddressTemplateFault(template: string, rules: AddressTemplateRules): string | null {
  const match = shape.exec(template);
  if (match === null || /\s/.test(template))
    return 'must be an address such as https://crm.example.com/visitor, without blanks';
  const [, scheme = '', authority = '', rest = ''] = match;
  if (/[{}]/.test(authority))
    return 'can have placeholders in its path, its query and after #, not in the name of the host';
  if (authority.includes('@')) return 'must not have a user name in it';
  if (!URL.canParse(`${scheme}://${authority}/`)) return 'must have the name of a host, such as crm.example.com';
  const { protocol, hostname } = new URL(`${scheme}://${authority}/`);
  if (rules.frame && hostname.startsWith('['))
    return 'must have the name of a host: browsers cannot be told to allow an IPv6 address alone';
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    return 'must begin with https:// (plain http:// only to this machine, such as http://localhost:3000, to try things out)';
  if (rules.frame?.ownHosts.some((host) => host.toLowerCase() === hostname))
    return `must not be the console’s own host (${hostname}): the form would share its cookies`;
  return findPlaceholderFault(rest, rules);
}

function findPlaceholderFault(rest: string, { placeholders, tooPersonal = [] }: AddressTemplateRules): string | null {
  for (const [, name = ''] of rest.matchAll(placeholder)) {
    if (!isAmong(name, placeholders))
      return `has an unknown placeholder {${name}}; there are ${placeholders.map((one) => `{${one}}`).join(' ')}`;
    if (isAmong(name, tooPersonal))
      return `would put {${name}} where the form’s server logs it: allow personal data in the address below, or use {token}`;
  }
  return /[{}]/.test(rest.replace(placeholder, '')) ? 'has a brace { or } that is not part of a placeholder' : null;
}

function isAmong(name: string, placeholders: readonly string[]): boolean {
  return placeholders.some((one) => {
    if (!one.endsWith('.NAME')) return one === name;
    const prefix = one.slice(0, -'NAME'.length);
    return name.startsWith(prefix) && familyKey.test(name.slice(prefix.length));
  });
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Scheme, host and port of a template that has no fault. */
export function originOf(template: string): string {
  return new URL(template.replace(placeholder, '')).origin;
}

/** Fills a template that has no fault. Each value is percent-encoded, so that none of it means anything in the address. */
export function fillAddressTemplate(
  template: string,
  values: AddressTemplateValues,
): { address: string; parts: AddressPart[] } {
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

function valueFor(name: string, { known, families }: AddressTemplateValues): string {
  const dot = name.indexOf('.');
  const family = name.slice(0, Math.max(dot, 0));
  const value = Object.hasOwn(families, family) ? own(families[family] ?? {}, name.slice(dot + 1)) : own(known, name);
  return value ?? '';
}

function own(values: AddressTemplateValues['known'], key: string): string | null {
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
    const pieces = part.text.split(/(?=[/\\?#])|(?<=[/\\?#])/);
    for (const piece of pieces) {
      if (piece === '?' || piece === '#') {
        close();
        return kept;
      }
      // Browsers read `\` as `/`.
      if (piece === '/' || piece === '\\') close();
      else segment.push({ part, text: piece });
    }
  }
  close();
  return kept;
}
