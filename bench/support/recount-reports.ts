import { type Report, type ReportId, reportDefinitions } from '@foyer/protocol/report';

/** Values by row and column, counted from the facts row by row. Columns left out are not counted here. */
export type Recount = Map<ReportId, Map<string, Record<string, number | null>>>;

/** Reads all rows of a table that matter to a range, in any order. */
export type ReadRows = (sql: string) => AsyncIterable<Record<string, unknown>> | Iterable<Record<string, unknown>>;

interface Range {
  readonly siteId: string;
  readonly timeZone: string;
  readonly from: string;
  readonly to: string;
}

const quarterMs = 900_000;
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Local day, weekday (1: Monday) and hour by `Intl`, once for each quarter of an hour. */
function localClock(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const known = new Map<number, { day: string; weekday: number; hour: number }>();
  return (at: number) => {
    const quarter = Math.floor(at / quarterMs);
    let found = known.get(quarter);
    if (found === undefined) {
      const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
      found = {
        day: `${parts.year}-${parts.month}-${parts.day}`,
        weekday: weekdays.indexOf(parts.weekday ?? '') + 1,
        hour: Number(parts.hour),
      };
      known.set(quarter, found);
    }
    return found;
  };
}

/** Sums by key. */
class Sums {
  readonly rows = new Map<string, Record<string, number>>();
  add(key: string, values: Record<string, number>): void {
    const row = this.rows.get(key) ?? {};
    this.rows.set(key, row);
    for (const [name, value] of Object.entries(values)) row[name] = (row[name] ?? 0) + value;
  }
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
const number = (value: unknown) => Number(value ?? 0);

/** Counts reports of a range from visits, page views, ledger, firings, invitations, spiders and chats, each read once. */
export async function recountReports(readRows: ReadRows, { siteId, timeZone, from, to }: Range): Promise<Recount> {
  const clock = localClock(timeZone);
  const isIn = (day: string) => day >= from && day <= to;
  const by = new Map<string, Sums>();
  const sums = (report: ReportId) => {
    const found = by.get(report) ?? new Sums();
    by.set(report, found);
    return found;
  };

  /** What rows each visit belongs to, by report. */
  const placesOf = (row: Record<string, unknown>): [ReportId, string][] => {
    const phrase = text(row.search_phrase ?? row.utm_term);
    const campaign = [row.utm_campaign, row.utm_source, row.utm_medium].map(text);
    const city = [row.city, row.region, row.country].map(text);
    return [
      ['countries', text(row.country)],
      ['browsers', text(row.browser)],
      ['operating-systems', text(row.os)],
      ['devices', text(row.device)],
      ['languages', text(row.language)],
      ['organisations', text(row.organisation)],
      ['screens', text(row.screen_width)],
      ['referrers', text(row.referrer_host) || 'direct'],
      ['entry-pages', text(row.entry_page)],
      ['cities', city.every((one) => one === '') ? '' : city.join(', ')],
      ['alerts', text(row.alert_id)],
      ...(text(row.referring_site) === '' ? [] : [['referring-sites', text(row.referring_site)] as [ReportId, string]]),
      ...(phrase === '' ? [] : [['search-phrases', phrase] as [ReportId, string]]),
      ...(campaign.every((one) => one === '') ? [] : [['campaigns', campaign.join(', ')] as [ReportId, string]]),
    ];
  };

  const visitDay = new Map<string, string>();
  const visitPlaces = new Map<string, [ReportId, string][]>();
  const sold = new Set<string>();
  const entries: { at: number; visit: string; visitor: string; amount: number; first: string; last: string }[] = [];
  for await (const row of readRows(`select * from revenue_entry where site_id = '${siteId}' order by id`)) {
    sold.add(text(row.visit_id));
    const day = text(row.day);
    if (!isIn(day)) continue;
    sums('visits').add(day, { revenue: number(row.amount) });
    entries.push({
      at: number(row.at),
      visit: text(row.visit_id),
      visitor: text(row.visitor_id),
      amount: number(row.amount),
      first: text(row.first_referrer),
      last: text(row.referrer_host) || 'direct',
    });
  }
  const buyers = new Set(entries.map(({ visitor }) => visitor));
  /** Of those who bought: referrers of their visits, by id. */
  const visitsOfBuyers = new Map<string, { id: string; referrer: string }[]>();

  for await (const row of readRows(`select * from visit where site_id = '${siteId}'`)) {
    const { day, weekday, hour } = clock(number(row.started_at));
    const id = text(row.id);
    const visitor = text(row.visitor_id);
    if (buyers.has(visitor)) {
      const list = visitsOfBuyers.get(visitor) ?? [];
      visitsOfBuyers.set(visitor, list);
      list.push({ id, referrer: text(row.referrer_host) || 'direct' });
    }
    const places = placesOf(row);
    if (sold.has(id)) visitPlaces.set(id, [...places, ['first-referrers', text(row.first_referrer) || 'direct']]);
    if (!isIn(day)) continue;
    visitDay.set(id, day);
    const isNew = number(row.visit_number) === 1;
    const prospects = number(row.is_prospect);
    const customers = row.customer === null ? 0 : 1;
    const isPaid = number(row.alert_paid) === 1;
    sums('visits').add(day, {
      visits: 1,
      newVisitors: isNew ? 1 : 0,
      returningVisitors: isNew ? 0 : 1,
      prospects,
      newProspects: number(row.is_new_prospect),
      customers,
      newCustomers: row.customer === 'new' ? 1 : 0,
      clickCost: number(row.cost),
    });
    sums('hours').add(`${weekday} ${hour}`, { visits: 1 });
    for (const [report, key] of places)
      sums(report).add(key, {
        visits: 1,
        prospects,
        customers,
        ...(report === 'entry-pages' ? { onePage: number(row.page_count) === 1 ? 1 : 0 } : {}),
        ...(report === 'alerts' && key !== ''
          ? { paid: isPaid ? 1 : 0, free: isPaid ? 0 : 1, clickCost: number(row.cost) }
          : {}),
      });
    sums('first-referrers').add(text(row.first_referrer) || 'direct', {
      visits: 1,
      prospects: number(row.is_new_prospect),
      customers: row.customer === 'new' ? 1 : 0,
    });
  }
  for (const { visit, amount } of entries)
    for (const [report, key] of visitPlaces.get(visit) ?? []) sums(report).add(key, { revenue: amount });

  for (const { visit, visitor, amount, first, last } of entries) {
    sums('attribution').add(first, { firstTouch: amount });
    sums('attribution').add(last, { lastTouch: amount });
    const touches = (visitsOfBuyers.get(visitor) ?? [])
      .filter(({ id }) => id <= visit)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const [referrer, share] of shareOut(
      amount,
      touches.map(({ referrer }) => referrer),
    ))
      sums('attribution').add(referrer, { linearTouch: share });
  }

  const lastPage = new Map<string, { at: number; id: string; url: string }>();
  const viewedIn = new Map<string, Set<string>>();
  for await (const row of readRows(
    `select id, visit_id, at, url, visible_ms from page_view where site_id = '${siteId}'`,
  )) {
    const [visit, url, at, id] = [text(row.visit_id), text(row.url), number(row.at), text(row.id)];
    if (visitDay.has(visit)) {
      const last = lastPage.get(visit);
      if (last === undefined || at > last.at || (at === last.at && id > last.id)) lastPage.set(visit, { at, id, url });
    }
    const { day } = clock(at);
    if (!isIn(day)) continue;
    sums('visits').add(day, { pageViews: 1 });
    sums('pages').add(url, { pageViews: 1, visibleMs: number(row.visible_ms) });
    const seen = viewedIn.get(url) ?? new Set();
    viewedIn.set(url, seen);
    seen.add(visit);
  }
  for (const [url, seen] of viewedIn) sums('pages').add(url, { visits: seen.size });
  for (const { url } of lastPage.values()) sums('exit-pages').add(url, { visits: 1 });

  for await (const row of readRows(`select at from spider_hit where site_id = '${siteId}'`)) {
    const { day } = clock(number(row.at));
    if (isIn(day)) sums('visits').add(day, { spiders: 1 });
  }
  const firedIn = new Set<string>();
  for await (const row of readRows(
    `select rule_id, visit_id from firing where site_id = '${siteId}' and rule_kind = 'prospectRule' and shadow = 0`,
  )) {
    const key = `${text(row.rule_id)} ${text(row.visit_id)}`;
    if (!visitDay.has(text(row.visit_id)) || firedIn.has(key)) continue;
    firedIn.add(key);
    sums('prospect-types').add(text(row.rule_id), { visits: 1 });
  }
  const accepted = new Map<string, number>();
  for await (const row of readRows(`select * from invitation where site_id = '${siteId}'`)) {
    if (!isIn(clock(number(row.queued_at)).day)) continue;
    const state = text(row.state);
    const place = `${text(row.invite_id)} ${text(row.visit_id)}`;
    if (state === 'accepted')
      accepted.set(place, Math.min(accepted.get(place) ?? Number.POSITIVE_INFINITY, number(row.ended_at)));
    sums('invites').add(text(row.invite_id), {
      sent: state === 'suppressed' ? 0 : 1,
      shown: row.shown_at === null ? 0 : 1,
      accepted: state === 'accepted' ? 1 : 0,
      declined: state === 'declined' ? 1 : 0,
      suppressed: state === 'suppressed' ? 1 : 0,
    });
  }

  const invitesOf = Map.groupBy(accepted, ([place]) => place.split(' ')[1] ?? '');
  for await (const row of readRows(`select visit_id, at, amount from revenue_entry where site_id = '${siteId}'`))
    for (const [place, at] of invitesOf.get(text(row.visit_id)) ?? [])
      if (number(row.at) >= at) sums('invites').add(place.split(' ', 1)[0] ?? '', { revenue: number(row.amount) });

  for await (const row of readRows(`select * from chat where site_id = '${siteId}'`)) {
    const requestedAt = number(row.requested_at);
    const { day, weekday, hour } = clock(requestedAt);
    if (!isIn(day)) continue;
    const isMissed = row.state === 'missed';
    const isTaken = row.accepted_at !== null && !isMissed;
    const waitMs = isTaken ? number(row.accepted_at) - requestedAt : 0;
    const lengthMs = isTaken && row.ended_at !== null ? number(row.ended_at) - number(row.accepted_at) : 0;
    const rating = row.rating === null ? 0 : number(row.rating);
    const counted = {
      requests: 1,
      taken: isTaken ? 1 : 0,
      missed: isMissed ? 1 : 0,
      waitMs,
      rated: rating === 0 ? 0 : 1,
      ratingSum: rating,
    };
    sums('chats').add(day, { ...counted, lengthMs });
    sums('chat-hours').add(`${weekday} ${hour}`, { requests: 1, missed: isMissed ? 1 : 0 });
    sums('departments').add(text(row.department_id), counted);
    if (isMissed)
      sums('missed-chats').add(text(row.missed_reason), { chats: 1, answered: row.answered === null ? 0 : 1 });
    if (rating > 0) sums('ratings').add(String(rating), { chats: 1 });
    if (row.operator_id !== null && !isMissed)
      sums('operators').add(text(row.operator_id), { chats: 1, lengthMs, rated: counted.rated, ratingSum: rating });
    if (row.invite_id !== null) sums('invites').add(text(row.invite_id), { chats: 1 });
    for (const { tagId } of JSON.parse(text(row.tags) || '[]') as { tagId: string }[])
      sums('chat-tags').add(tagId, { chats: 1 });
  }
  return new Map(
    [...by].map(([report, { rows }]) => [
      report as ReportId,
      new Map([...rows].map(([key, row]) => [key, finish(report as ReportId, row)])),
    ]),
  );
}

/** Equal shares of an amount, one for each touch, in whole units: what is left goes to the largest remainders, of equals to the first. */
function shareOut(amount: number, touches: readonly string[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const touch of touches) weights.set(touch, (weights.get(touch) ?? 0) + 1);
  const sign = Math.sign(amount);
  const whole = Math.abs(amount);
  const shares = [...weights].map(([touch, weight], index) => ({
    touch,
    index,
    share: Math.floor((whole * weight) / touches.length),
    remainder: (whole * weight) % touches.length,
  }));
  let left = whole - shares.reduce((sum, { share }) => sum + share, 0);
  for (const one of shares.toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)) {
    if (left === 0) break;
    one.share += 1;
    left -= 1;
  }
  return new Map(shares.map(({ touch, share }) => [touch, sign * share]));
}

/** Columns of a report from what was added up. */
function finish(report: ReportId, row: Record<string, number>): Record<string, number | null> {
  const of = (part: string) => row[part] ?? 0;
  const per = (part: string, whole: string, times: number) => (of(whole) === 0 ? null : (of(part) / of(whole)) * times);
  const plain = Object.fromEntries(
    reportDefinitions[report].columns
      .map(({ id }) => id)
      .filter((id) => id in row || ['visits', 'prospects', 'customers', 'revenue'].includes(id))
      .map((id) => [id, of(id)]),
  );
  switch (report) {
    case 'visits':
      return { ...plain, pagesPerVisit: per('pageViews', 'visits', 1) };
    case 'pages':
      return { ...plain, averageSeconds: per('visibleMs', 'pageViews', 0.001) };
    case 'entry-pages':
      return {
        ...plain,
        onePagePercent: per('onePage', 'visits', 100),
        prospectPercent: per('prospects', 'visits', 100),
      };
    case 'chats':
      return {
        ...plain,
        ratings: of('rated'),
        averageLength: per('lengthMs', 'taken', 0.001),
        averageWait: per('waitMs', 'taken', 0.001),
        averageRating: per('ratingSum', 'rated', 1),
      };
    case 'departments':
      return { ...plain, averageWait: per('waitMs', 'taken', 0.001), averageRating: per('ratingSum', 'rated', 1) };
    case 'operators':
      return {
        chats: of('chats'),
        averageLength: per('lengthMs', 'chats', 0.001),
        averageRating: per('ratingSum', 'rated', 1),
      };
    case 'prospect-types':
    case 'exit-pages':
    case 'hours':
      return { visits: of('visits') };
    case 'attribution':
      return { firstTouch: of('firstTouch'), lastTouch: of('lastTouch'), linearTouch: of('linearTouch') };
    default:
      return plain;
  }
}

/** Where a report says something else than the facts: `report key column: reported, counted`. */
export function compareWithRecount(
  report: Report,
  counted: ReadonlyMap<string, Record<string, number | null>>,
): string[] {
  const { columns } = reportDefinitions[report.id];
  const reported = new Map(report.rows.map((row) => [row.key, row.values]));
  // Of a report that was cut, the rows that are shown.
  const keys = new Set([...reported.keys(), ...(report.rest === null ? counted.keys() : [])]);
  return [...keys].flatMap((key) => {
    const values = reported.get(key);
    const wanted = counted.get(key) ?? {};
    return columns.flatMap(({ id }, index) => {
      if (counted.has(key) && !(id in wanted)) return [];
      const isCounted = [...counted.values()].some((row) => id in row);
      if (!isCounted) return [];
      const [one, other] = [values?.[index] ?? null, wanted[id] ?? null];
      const isEqual = one === other || Math.abs((one ?? 0) - (other ?? 0)) < 1e-6;
      return isEqual ? [] : [`${report.id} ${key} ${id}: ${one}, ${other}`];
    });
  });
}
