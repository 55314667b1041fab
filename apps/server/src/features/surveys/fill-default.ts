import { defaultPlaceholders } from '@foyer/protocol/survey';
import type { Visit } from '@foyer/rules/visit';

const placeholder = /\{([^{}]*)\}/g;
const variable = /^var\.[A-Za-z0-9_.-]{1,64}$/;

/** What is wrong with the placeholders of a default, in words; null: nothing. */
export function findDefaultFault(template: string): string | null {
  for (const [, name = ''] of template.matchAll(placeholder))
    if (!variable.test(name) && !defaultPlaceholders.some((one) => one === name && one !== 'var.NAME'))
      return `has an unknown placeholder {${name}}; there are ${defaultPlaceholders.map((one) => `{${one}}`).join(' ')}`;
  return null;
}

/** What is known when a form is filled in beforehand. */
export interface DefaultFacts {
  /** The live visit; null: there is none. */
  readonly visit: Visit | null;
  readonly siteName: string;
}

/** A default with its placeholders filled; what is not known leaves its place empty. */
export function fillDefault(template: string, { visit, siteName }: DefaultFacts): string {
  const known: Record<string, string | null | undefined> = {
    'visitor.name': visit?.visitor.name,
    'visitor.email': visit?.visitor.email,
    'visitor.phone': visit?.visitor.phone,
    'visitor.company': visit?.visitor.company,
    'visitor.country': visit?.place.country,
    'page.url': visit?.page.url,
    'page.title': visit?.page.title,
    'site.name': siteName,
  };
  const variables = visit?.visitor.variables ?? {};
  return template
    .replace(placeholder, (_whole, name: string) => {
      if (!name.startsWith('var.')) return (Object.hasOwn(known, name) ? known[name] : null) ?? '';
      const key = name.slice('var.'.length);
      return (Object.hasOwn(variables, key) ? variables[key] : null) ?? '';
    })
    .trim();
}
