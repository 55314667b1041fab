import { foldText } from './fold-text.ts';
import { matchWildcard } from './match-wildcard.ts';

/** A pattern for host names such as `*.example.com`, ready to match. */
export interface HostPattern {
  /** `folded`: made by `foldHost`, once for all patterns. `example.com` itself is no match for `*.example.com`, and neither is `attacker-example.com`. */
  matches(folded: string): boolean;
}

/** Compiles a host pattern; `*` is any run of characters, dots too. Case and a final dot do not matter. */
export function compileHostPattern(pattern: string): HostPattern {
  const wanted = foldHost(pattern);
  return { matches: (folded) => matchWildcard(wanted, folded) };
}

/** A host name as patterns look at it. */
export function foldHost(host: string): string {
  const folded = foldText(host.trim());
  return folded.endsWith('.') ? folded.slice(0, -1) : folded;
}
