import { cleanText } from './clean-text.ts';

/**
 * A text, number or yes/no that a page gave under `name`, as text of at most `max` UTF-16 units; else null. Own properties
 * only: a page may have put things into `Object.prototype`.
 */
export function ownText(given: unknown, name: string, max: number): string | null {
  if (given === null || typeof given !== 'object' || !Object.hasOwn(given, name)) return null;
  const value = (given as Record<string, unknown>)[name];
  return /^(string|number|boolean)$/.test(typeof value) ? cleanText(value, max) : null;
}
