import { compileAddressPattern, isAddressPattern, readClientAddress } from './address-pattern.ts';
import { foldText } from './fold-text.ts';
import { matchWildcard } from './match-wildcard.ts';
import { parsePagePattern } from './page-pattern.ts';

/**
 * Whether every page that one pattern matches is matched by the other, too. Sure when it says so: a star of `inner` can only be
 * taken by a star of `outer`, since nothing else of a pattern is a star. Regular expressions cover themselves alone.
 */
export function coversPages(outer: string, inner: string, keepsFragments = false): boolean {
  const one = parsePagePattern(outer, keepsFragments);
  const other = parsePagePattern(inner, keepsFragments);
  if (one === null || other === null) return false;
  if (one.kind === 'expression' || other.kind === 'expression')
    return (
      one.kind === other.kind && one.kind === 'expression' && other.kind === 'expression' && one.source === other.source
    );
  // Every page has some path.
  if (/^\*+$/.test(one.text) && one.form === 'path') return true;
  return one.form === other.form && matchWildcard(one.text, other.text);
}

/** Whether every address or host name that one entry matches is matched by the other, too. */
export function coversAddresses(outer: string, inner: string): boolean {
  if (foldText(outer.trim()) === foldText(inner.trim())) return true;
  if (!isAddressPattern(outer) || !isAddressPattern(inner)) return false;
  const pattern = compileAddressPattern(outer);
  if (pattern === null) return false;
  const exact = readClientAddress(inner);
  if (exact !== null) return pattern.matches(exact);
  if (isEveryAddress(outer)) return true;
  const [base = '', bits] = inner.split('/');
  const [, outerBits] = outer.split('/');
  const first = readClientAddress(base);
  // A network lies in one that has its first address and is no smaller.
  return (
    bits !== undefined &&
    outerBits !== undefined &&
    first !== null &&
    Number(bits) >= Number(outerBits) &&
    pattern.matches(first)
  );
}

/** Whether an entry is every IPv4 address, or every address. */
export function isEveryAddress(entry: string): boolean {
  return /^(\*|(\*\.)+\*|0\.0\.0\.0\/0|::\/0)$/.test(entry.trim());
}
