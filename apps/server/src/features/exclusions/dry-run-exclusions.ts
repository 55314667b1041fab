import { setImmediate } from 'node:timers/promises';
import type { ExclusionsDryRun, ExclusionsInput } from '@foyer/protocol/exclusions';
import {
  type CompiledExclusions,
  compileExclusions,
  findPageExclusions,
  findVisitorExclusions,
} from '@foyer/rules/exclusions';
import { readPageAddress } from '@foyer/rules/page-pattern';
import { listEntries } from '@foyer/rules/pattern-list';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { type PastVisit, readPastPageViews, readPastVisits } from '../visits/read-history.ts';

/** How far a dry run goes. */
export interface DryRunLimits {
  readonly visits: number;
  readonly pageViews: number;
  /** Time it may take. */
  readonly ms: number;
}

/** What a dry run does not know by itself. */
export interface DryRunOptions {
  readonly limits: DryRunLimits;
  readonly now: () => number;
  /** Whether somebody still waits for the answer. */
  readonly isWanted: () => boolean;
  /** Whether the site tells pages apart by their fragment. */
  readonly keepsFragments: boolean;
}

/** What was found; `excludesYou` is the caller's to say. */
export type DryRunFindings = Omit<ExclusionsDryRun, 'excludesYou'>;

const lookBackMs = 30 * 86_400_000;
const sampleSize = 10;
const addressesKept = 10_000;
/** Everybody else gets their turn at least so often. */
const sliceMs = 10;

/**
 * What these lists would have excluded in the last 30 days, judged by what judges live hits, newest visits first. `db`:
 * for reports. Stops at a limit, or when nobody waits any more, and says so.
 */
export async function dryRunExclusions(
  db: Kysely<Database>,
  siteId: string,
  lists: ExclusionsInput,
  { limits, now, isWanted, keepsFragments }: DryRunOptions,
): Promise<DryRunFindings> {
  const startedAt = now();
  const since = startedAt - lookBackMs;
  const entries = readEntries(lists);
  const exclusions = compileExclusions(entries, keepsFragments);
  const findings = emptyFindings(entries);
  const counters = countersOf(findings);
  let sliceBegan = startedAt;
  const letOthersRun = async () => {
    if (now() - sliceBegan < sliceMs) return;
    await setImmediate();
    sliceBegan = now();
  };

  const entriesHiding = remembering((url) => findPageExclusions(exclusions, readPageAddress(url)));

  const pageViews = entries.pages.length === 0 ? null : readPastPageViews(db, siteId, since);
  let pageView = await pageViews?.next();
  for await (const visit of readPastVisits(db, siteId, since)) {
    const isAtLimit = findings.visits >= limits.visits || findings.pageViews >= limits.pageViews;
    if (isAtLimit || now() - startedAt >= limits.ms || !isWanted()) return { ...findings, complete: false };

    const pages: PagesOfVisit = { seen: 0, hidden: 0, entries: new Map(), ofEntryPage: null };
    if (pageViews === null) pages.seen = visit.pageCount;
    // Both come in the order of the visits' ids; page views of no visit are passed over.
    while (pageView !== undefined && pageView.done !== true && pageView.value.visitId >= visit.id) {
      if (pageView.value.visitId === visit.id) addPage(pages, entriesHiding(pageView.value.url));
      await letOthersRun();
      pageView = await pageViews?.next();
    }
    addVisit(findings, counters, exclusions, visit, pages);
    await letOthersRun();
  }
  return findings;
}

/** What was seen of one visit's page views. */
interface PagesOfVisit {
  seen: number;
  hidden: number;
  /** Page views hidden by each entry. */
  readonly entries: Map<string, number>;
  /** The entry that hides the page the visit began on; null: none does. */
  ofEntryPage: string | null;
}

function addPage(pages: PagesOfVisit, hiding: readonly string[]): void {
  pages.seen += 1;
  pages.ofEntryPage = hiding[0] ?? null; // the last one told is the oldest
  if (hiding.length > 0) pages.hidden += 1;
  for (const entry of hiding) pages.entries.set(entry, (pages.entries.get(entry) ?? 0) + 1);
}

/** Visitors of a site look at the same pages: what was judged of an address is kept, of so many addresses. */
function remembering(judge: (url: string) => string[]): (url: string) => readonly string[] {
  const judged = new Map<string, string[]>();
  return (url) => {
    const known = judged.get(url);
    if (known !== undefined) return known;
    const entries = judge(url);
    if (judged.size >= addressesKept) judged.clear();
    judged.set(url, entries);
    return entries;
  };
}

function addVisit(
  findings: DryRunFindings,
  counters: Counters,
  exclusions: CompiledExclusions,
  visit: PastVisit,
  pages: PagesOfVisit,
): void {
  const { id, startedAt, address, country, referrer, referrerHost, searchPhrase, utmTerm, entryPage } = visit;
  const source = { referrer, referrerHost, searchPhrase, utm: { term: utmTerm } };
  const keptOut = findVisitorExclusions(exclusions, source, { address, country });
  const isAllHidden = pages.hidden > 0 && pages.hidden === pages.seen;

  findings.visits += 1;
  findings.pageViews += pages.seen;
  for (const list of new Set(keptOut.map((hit) => hit.list))) findings.lists[list].visits += 1;
  for (const { list, entry } of keptOut) {
    const counter = counters[list].get(entry);
    if (counter) counter.visits += 1;
  }
  findings.lists.pages.pageViews += pages.hidden;
  for (const [entry, hidden] of pages.entries) {
    const counter = counters.pages.get(entry);
    if (!counter) continue;
    counter.pageViews += hidden;
    counter.visits += 1;
  }

  const reason = keptOut[0] ?? (isAllHidden ? { list: 'pages' as const, entry: pages.ofEntryPage ?? '' } : null);
  findings.pageViewsExcluded += keptOut.length > 0 ? pages.seen : pages.hidden;
  if (reason === null) return;
  findings.visitsExcluded += 1;
  if (findings.sample.length < sampleSize)
    findings.sample.push({ id, startedAt, address, country, referrer, entryPage, ...reason });
}

/** The counts of each entry, to be found by it. */
type Counters = ReturnType<typeof countersOf>;

function countersOf({ lists }: DryRunFindings) {
  const byEntry = <T extends { entry: string }>(entries: readonly T[]) =>
    new Map(entries.map((counts) => [counts.entry, counts]));
  return {
    pages: byEntry(lists.pages.entries),
    addresses: byEntry(lists.addresses.entries),
    keywordsAndReferrers: byEntry(lists.keywordsAndReferrers.entries),
    countries: byEntry(lists.countries.entries),
  };
}

/** The entries as the engine reads them, each once. */
function readEntries(lists: ExclusionsInput): ExclusionsInput {
  const read = (list: readonly string[]) => [...new Set(listEntries(list))];
  return {
    pages: read(lists.pages),
    addresses: read(lists.addresses),
    keywordsAndReferrers: read(lists.keywordsAndReferrers),
    countries: read(lists.countries),
  };
}

function emptyFindings(entries: ExclusionsInput): DryRunFindings {
  const list = (name: 'addresses' | 'keywordsAndReferrers' | 'countries') => ({
    entries: entries[name].map((entry) => ({ entry, visits: 0 })),
    visits: 0,
  });
  return {
    visits: 0,
    pageViews: 0,
    lists: {
      pages: { entries: entries.pages.map((entry) => ({ entry, pageViews: 0, visits: 0 })), pageViews: 0 },
      addresses: list('addresses'),
      keywordsAndReferrers: list('keywordsAndReferrers'),
      countries: list('countries'),
    },
    visitsExcluded: 0,
    pageViewsExcluded: 0,
    sample: [],
    complete: true,
  };
}
