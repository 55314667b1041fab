import { resources } from '../../i18n.ts';
import { sections } from './sections.ts';

/** A setting found by its label, or a whole section (`label` null). */
export interface FoundSetting {
  readonly section: (typeof sections)[number];
  readonly label: string | null;
}

const mostFound = 40;

/** Sections and labels that contain all of these words, sections first. Without words: nothing. */
export function findSettings(words: string, nameOf: (section: (typeof sections)[number]) => string): FoundSetting[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const matches = (text: string) => wanted.every((word) => text.toLowerCase().includes(word));
  const named = sections.filter((section) => matches(nameOf(section))).map((section) => ({ section, label: null }));
  const labelled = sections.flatMap((section) =>
    labelsOf(resources[section.texts])
      .filter((label) => matches(`${label} ${nameOf(section)}`) && !named.some((one) => one.section === section))
      .map((label) => ({ section, label })),
  );
  return [...named, ...labelled].slice(0, mostFound);
}

/** Texts under `field`, without those that only describe one. */
function labelsOf(texts: object): string[] {
  const fields = 'field' in texts ? texts.field : {};
  return [...new Set(leaves(fields))];
}

function leaves(node: unknown, key = ''): string[] {
  if (typeof node === 'string') return /Hint$|_(one|other)$/.test(key) || node.includes('{{') ? [] : [node];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => leaves(child, name));
}
