import type { VariableName } from '@foyer/protocol/condition';
import type { Moment } from './moment.ts';

/** What a visit has of a variable that takes a name: each name once, with its value. Empty texts are missing ones. */
export type NamedFacts = readonly (readonly [name: string, value: string | number])[];

/** Null: the variable takes no name. */
export function listNamedFacts(variable: VariableName, { visit }: Moment): NamedFacts | null {
  switch (variable) {
    case 'page.query':
      return listQueryParameters(visit.page.url);
    case 'visitor.variable':
      return Object.entries(visit.visitor.variables);
    case 'survey.answer':
      return Object.entries(visit.chatWish?.survey ?? {});
    case 'event.happened':
      return Object.entries(visit.events).map(([name]) => [name, 'yes']);
    case 'event.count':
      return Object.entries(visit.events);
    default:
      return null;
  }
}

function listQueryParameters(url: string): NamedFacts {
  const [beforeFragment = ''] = url.split('#', 1);
  const at = beforeFragment.indexOf('?');
  if (at < 0) return [];
  const first = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(beforeFragment.slice(at + 1)))
    if (!first.has(name)) first.set(name, value);
  return [...first];
}
