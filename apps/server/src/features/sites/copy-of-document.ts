import { z } from 'zod';

/** Longest name of a document, as its schema has it. */
const maxLength = 80;
const namedSchema = z.looseObject({ name: z.string() });

/**
 * The body (JSON) of a document's copy: disabled, and named `X copy`, or the first of `X copy 2`, `X copy 3`… that none
 * of the bodies given has.
 */
export function copyOfDocument(original: string, all: readonly string[]): string {
  const document = namedSchema.parse(JSON.parse(original));
  const names = all.map((body) => namedSchema.parse(JSON.parse(body)).name);
  return JSON.stringify({ ...document, name: nameOfCopy(document.name, names), enabled: false });
}

/** A copy of `X copy` counts on from it. */
function nameOfCopy(original: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  const base = original.replace(/ copy( \d+)?$/i, '');
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? ' copy' : ` copy ${number}`;
    const name = `${cut(base, maxLength - ending.length)}${ending}`;
    if (!names.has(name.toLowerCase())) return name;
  }
}

/** The beginning of a text, without half of a surrogate pair at its end. */
function cut(text: string, length: number): string {
  const start = text.slice(0, length);
  return start.isWellFormed() ? start : start.slice(0, -1);
}
