import type { Alert } from '@foyer/protocol/alert';
import type { ReferringSite } from '@foyer/protocol/referring-site';
import { compileAddressPattern, isAddressPattern } from './address-pattern.ts';
import { compileExpression } from './conditions.ts';
import { compileWords } from './contains-words.ts';
import type { EntryFacts } from './entry-facts.ts';
import type { Explanation } from './explanation.ts';
import { foldText } from './fold-text.ts';
import { compileHostPattern, foldHost } from './host-pattern.ts';
import { compilePagePattern, matchesSomePage } from './page-pattern.ts';
import { listEntries } from './pattern-list.ts';
import type { SiteReading } from './rule-set.ts';
import { anyOf } from './three-valued.ts';
import type { Verdict } from './visit.ts';

/** Referrer hosts whose sites are remembered. */
const maxHostsRemembered = 2000;

/** One criterion of an alert that is not empty. */
export interface Criterion {
  /** Whether the host name, which comes late, can matter to it. */
  readonly usesHostName: boolean;
  /** The verdict alone: of thousands of alerts one is explained. */
  judge(entry: EntryFacts): Verdict;
  explain(entry: EntryFacts): Explanation;
}

/** The criteria of an alert that are set, cheapest first; all must hold (rules.md section 5). */
export function compileCriteria(
  alert: Alert,
  site: SiteReading,
  enginesOf: (host: string) => readonly string[],
): Criterion[] {
  return [
    engines(alert, enginesOf),
    ownOrganisation(alert),
    entryPages(alert, site),
    keywords(alert),
    addresses(alert),
    conditions(alert, site),
  ].filter((criterion) => criterion !== null);
}

/** Names, folded, of the referring sites that a host belongs to; it can be several. Hosts are remembered. */
export function findEngines(referringSites: readonly ReferringSite[]): (referrerHost: string) => readonly string[] {
  const sites = referringSites.map(({ name, hosts }) => ({
    name: foldText(name),
    hosts: hosts.map(compileHostPattern),
  }));
  const known = new Map<string, readonly string[]>();
  return (referrerHost) => {
    const remembered = known.get(referrerHost);
    if (remembered !== undefined) return remembered;
    const host = foldHost(referrerHost);
    const names = sites.filter(({ hosts }) => hosts.some((pattern) => pattern.matches(host))).map(({ name }) => name);
    if (known.size >= maxHostsRemembered) known.clear();
    known.set(referrerHost, names);
    return names;
  };
}

/** Named engines need a referrer that belongs to one; *Anywhere* is no criterion. */
function engines({ searchEngines }: Alert, enginesOf: (host: string) => readonly string[]): Criterion | null {
  if (searchEngines === 'anywhere') return null;
  const names = new Set(searchEngines.map(foldText));
  return criterion('searchEngines', ({ moment }) => {
    const { referringSite, referrerHost } = moment.visit.source;
    const verdict = referrerHost !== null && enginesOf(referrerHost).some((name) => names.has(name));
    return { verdict, fact: referringSite ?? referrerHost ?? 'direct' };
  });
}

function ownOrganisation(alert: Alert): Criterion | null {
  if (!alert.ownOrganisation) return null;
  return criterion('ownOrganisation', ({ moment: { visit } }) => ({
    verdict: visit.place.ownOrganisation ?? 'unknown',
    fact: visit.place.organisation ?? 'unknown',
  }));
}

function entryPages(alert: Alert, { keepsFragments }: SiteReading): Criterion | null {
  const patterns = listEntries(alert.entryPages).map((page) => compilePagePattern(page, keepsFragments));
  if (patterns.length === 0) return null;
  return criterion('entryPages', ({ entryPage, moment: { visit } }) => ({
    verdict: matchesSomePage(patterns, entryPage),
    fact: visit.entryPage,
  }));
}

function keywords(alert: Alert): Criterion | null {
  const entries = listEntries(alert.keywords).map(compileWords);
  if (entries.length === 0) return null;
  return criterion('keywords', ({ keywordTexts }) => ({
    verdict: entries.some((words) => keywordTexts.some((text) => words.occurIn(text))),
    fact: keywordTexts.join(' | ') || 'none',
  }));
}

function addresses(alert: Alert): Criterion | null {
  const entries = listEntries(alert.addresses);
  if (entries.length === 0) return null;
  const networks = entries.filter(isAddressPattern).flatMap((entry) => compileAddressPattern(entry) ?? []);
  const hosts = entries.filter((entry) => !isAddressPattern(entry)).map(compileHostPattern);
  return criterion(
    'addresses',
    ({ address, moment: { visit } }) => {
      const hostName = visit.place.hostName ?? null;
      const verdicts: Verdict[] = [
        networks.length > 0 && address === null
          ? 'unknown'
          : networks.some((network) => address !== null && network.matches(address)),
        hosts.length > 0 && hostName === null
          ? 'unknown'
          : hosts.some((host) => hostName !== null && host.matches(foldHost(hostName))),
      ];
      return {
        verdict: anyOf(verdicts),
        fact: hostName === null ? visit.place.address : `${visit.place.address} ${hostName}`,
      };
    },
    hosts.length > 0,
  );
}

function conditions(alert: Alert, site: SiteReading): Criterion | null {
  if (alert.conditions === null) return null;
  const expression = compileExpression(alert.conditions, site);
  return {
    usesHostName: expression.usesHostName,
    judge: ({ moment }) => expression.judge(moment),
    explain: ({ moment }) => expression.explain(moment),
  };
}

function criterion(
  label: string,
  find: (entry: EntryFacts) => { readonly verdict: Verdict; readonly fact: string },
  usesHostName = false,
): Criterion {
  return {
    usesHostName,
    judge: (entry) => find(entry).verdict,
    explain: (entry) => ({ label, ...find(entry), flipsAt: null, parts: [] }),
  };
}
