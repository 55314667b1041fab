import type { EventBase, VisitEvent } from './event.ts';
import { quietly, type Step } from './step.ts';
import type { Visit, VisitorFacts } from './visit.ts';

type ContactChanged = Extract<VisitEvent, { type: 'contact.changed' }>;

/** A visitor has at most so many custom variables; further names are dropped, known ones can still change. */
const maxVariables = 100;

/** Takes over contact details that the page supplies. What is not named stays; an empty text takes a detail away. */
export function changeContact(visit: Visit, event: ContactChanged): Step {
  const { visitor } = visit;
  const next = withContact(visitor, event);
  const isSame = JSON.stringify(next) === JSON.stringify(visitor);
  return isSame ? quietly(visit) : { visit: { ...visit, visitor: next }, effects: [{ type: 'contact.changed' }] };
}

/** Facts of a visitor with contact details taken over. */
export function withContact(
  visitor: VisitorFacts,
  event: Omit<ContactChanged, keyof EventBase | 'type'>,
): VisitorFacts {
  return {
    ...visitor,
    name: given(event.name, visitor.name),
    company: given(event.company, visitor.company),
    email: given(event.email, visitor.email),
    phone: given(event.phone, visitor.phone),
    variables: Object.fromEntries(
      Object.entries({ ...visitor.variables, ...event.variables })
        .filter(([, value]) => value !== '')
        .slice(0, maxVariables),
    ),
  };
}

function given(value: string | undefined, known: string | null): string | null {
  return value === undefined ? known : value.trim() || null;
}
