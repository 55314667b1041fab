import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Folder of an installed package, or null. */
export function findPackage(name: string): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return null; // optional: a small installation leaves it out
  }
}
