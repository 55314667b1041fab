import type { LiveCounts, LiveView, LiveVisit } from '@foyer/protocol/visit';

/** Rows that an operator's view shows, in its order, and counts over all. */
export interface ShownView {
  readonly rows: readonly LiveVisit[];
  readonly counts: LiveCounts;
}

/** Filters, sorts and cuts a site's live visits to what a screen shows. Equal rows stay in order of arrival. */
export function showView(all: Iterable<LiveVisit>, view: LiveView): ShownView {
  const words = (view.filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const counts = { connected: 0, active: 0, idle: 0, left: 0, chatting: 0, pending: 0, matching: 0 };
  const matching: LiveVisit[] = [];
  for (const row of all) {
    counts[row.state] += 1;
    if (row.state !== 'left') counts.connected += 1;
    if (row.chat?.state === 'active') counts.chatting += 1;
    if (row.chat?.state === 'pending') counts.pending += 1;
    if (!passes(row, view, words)) continue;
    counts.matching += 1;
    matching.push(row);
  }
  const sign = view.sort.direction === 'ascending' ? 1 : -1;
  const key = sortKey[view.sort.column];
  matching.sort((one, other) => {
    const left = key(one);
    const right = key(other);
    // Rows without a value stand last in either direction.
    if (left === null || right === null) return left === right ? tie(one, other) : left === null ? 1 : -1;
    const order =
      typeof left === 'number' && typeof right === 'number' ? left - right : compareText(String(left), String(right));
    return order === 0 ? tie(one, other) : sign * order;
  });
  return { rows: matching.slice(0, view.limit), counts };
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function tie(one: LiveVisit, other: LiveVisit): number {
  return compareText(one.visitId, other.visitId);
}

const lower = (text: string | null) => (text ? text.toLowerCase() : null);
const stateOrder = { active: 0, idle: 1, left: 2 } as const;

const sortKey: Record<LiveView['sort']['column'], (row: LiveVisit) => string | number | null> = {
  startedAt: (row) => row.startedAt,
  lastActivityAt: (row) => row.lastActivityAt,
  pageCount: (row) => row.pageCount,
  visitNumber: (row) => row.visitNumber,
  name: (row) => lower(row.name),
  country: (row) => row.country,
  pageTitle: (row) => lower(row.pageTitle || row.pageUrl),
  alert: (row) => lower(row.alert?.name ?? null),
  referrerHost: (row) => row.referrerHost,
  organisation: (row) => lower(row.organisation),
  state: (row) => stateOrder[row.state],
};

function passes(row: LiveVisit, { filter }: LiveView, words: readonly string[]): boolean {
  if (filter.states && !filter.states.includes(row.state)) return false;
  if (filter.countries && !(row.country && filter.countries.includes(row.country))) return false;
  if (filter.alertIds && !(row.alert && filter.alertIds.includes(row.alert.id))) return false;
  if (filter.newOnly && row.visitNumber !== 1) return false;
  if (filter.withChat && row.chat === null) return false;
  if (words.length === 0) return true;
  const text = [
    row.name,
    row.company,
    row.email,
    row.pageTitle,
    row.pageUrl,
    row.entryPage,
    row.referrer,
    row.searchPhrase,
    row.country,
    row.city,
    row.organisation,
    row.address,
    row.hostName,
    row.browser,
    row.os,
    row.alert?.name,
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
