import type { PageMessage } from '@foyer/protocol/visitor-socket';
import { ownText } from './own-text.ts';

type ContactChanged = Extract<PageMessage, { type: 'contact.changed' }>;
/** Contact details that the page supplies. */
export type Contact = Omit<ContactChanged, 'type'>;

const longest = { name: 200, company: 200, email: 254, phone: 50 } as const;
const isVariableName = /^[A-Za-z0-9_.-]{1,64}$/;

/** What `foyer('identify', …)` was given, as the wire takes it: only our four fields, only text and numbers. */
export function contactDetails(given: unknown): Contact {
  const contact: Contact = {};
  for (const field of Object.keys(longest) as (keyof typeof longest)[]) {
    const value = ownText(given, field, longest[field]);
    if (value !== null) contact[field] = value;
  }
  return contact;
}

/** What `foyer('set', …)` was given: names of letters, digits, `_`, `.` and `-`; the others are left out. */
export function variables(given: unknown): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of Object.keys(Object(given))) {
    const value = ownText(given, name, 500);
    if (isVariableName.test(name) && value !== null) kept[name] = value;
  }
  return kept;
}

/** Contact details from the page variables of WhosOn's tracking code. */
export function whosOnContact(page: object): Contact {
  const from = (name: string): string | undefined => ownText(page, name, 254) || undefined;
  return contactDetails({
    name: from('sWOName'),
    company: from('sWOCompany'),
    email: from('sWOEmail'),
    phone: from('sWOTelephone'),
  });
}
