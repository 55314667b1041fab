import { unknownVisitor } from '@foyer/rules/unknown-visitor';
import type { Place, Technology, VisitorFacts } from '@foyer/rules/visit';
import type { Kysely, Selectable } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';
import { firstOrderNumberAt } from '../recordings/order-number.ts';
import { type Recorded, readRecorded, StaffTimeline } from '../recordings/read-recorded.ts';
import { staffKey } from '../recordings/staff-recorder.ts';
import { listPagesBefore, toSource } from '../visits/past-visit-parts.ts';
import { approximateEvents, approximateFacts } from './approximate-visit.ts';
import type { StoredPage, VisitRecording } from './replay-visit.ts';

/** Visits read together. */
const atATime = 250;
/** Staff of so long before the first visit may still be there. */
const staffBeforeMs = 7 * 86_400_000;

/** Which visits are looked at: those that began in a stretch of time, of one share of the visitors. */
export interface VisitRange {
  readonly siteId: string;
  /** Epoch ms; `before` is the first instant after. */
  readonly from: number;
  readonly before: number;
  readonly share: number;
  readonly shares: number;
  readonly visitTimeoutMs: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Whether rules look at addresses of earlier visits. */
  readonly needsEarlierPages: boolean;
  readonly now: number;
}

/** What the visitor did anyway, whatever a rule would have done. */
export interface VisitOutcome {
  readonly chatted: boolean;
  readonly declined: boolean;
  readonly becameCustomer: boolean;
  /** Minor units. */
  readonly revenue: number;
}

/** A visit to be looked at, with what has become of it. */
export interface PastVisit {
  readonly recording: VisitRecording;
  readonly facts: VisitorFacts;
  readonly isStored: boolean;
  readonly outcome: VisitOutcome;
  readonly entryPage: string;
  readonly pageCount: number;
}

type Row = Selectable<Database['visit']>;

/** The visits of a range, in the order in which they began, a page at a time. */
export async function* readVisits(
  db: Kysely<Database>,
  range: VisitRange,
  /** Visitors of whom something is known from an earlier visit of the range. */
  isKnown: (visitorId: string) => boolean,
): AsyncGenerator<readonly PastVisit[]> {
  const { siteId, from, before, share, shares } = range;
  const did = await readDeeds(db, range);
  let last = '';
  for (;;) {
    const rows = await db
      .selectFrom('visit')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('id', '>=', smallestIdAt(from))
      .where('id', '<', smallestIdAt(before))
      .where('id', '>', last)
      .orderBy('id')
      .limit(atATime * shares)
      .execute();
    last = rows.at(-1)?.id ?? '';
    const own = rows.filter(({ visitor_id }) => shareOf(visitor_id, shares) === share);
    if (own.length > 0) yield await readPage(db, range, own, did, isKnown);
    if (rows.length < atATime * shares) return;
  }
}

/** What staff there was over the range. */
export async function readStaff(
  db: Kysely<Database>,
  { siteId, from, now }: Pick<VisitRange, 'siteId' | 'from' | 'now'>,
): Promise<StaffTimeline> {
  const rows = await db
    .selectFrom('recorded_event')
    .select('body')
    .where('site_id', '=', siteId)
    .where('visit_id', '=', staffKey)
    .where('n', '>=', firstOrderNumberAt(from - staffBeforeMs))
    .where('n', '<', firstOrderNumberAt(now + 86_400_000))
    .orderBy('n')
    .execute();
  return new StaffTimeline(rows.map(({ body }) => body));
}

/** How many visits the range has, and how many of those each visitor has who has several. */
export async function countVisits(
  db: Kysely<Database>,
  { siteId, from, before }: Pick<VisitRange, 'siteId' | 'from' | 'before'>,
): Promise<{ readonly total: number; readonly byVisitor: Map<string, number> }> {
  const ofRange = db
    .selectFrom('visit')
    .where('site_id', '=', siteId)
    .where('id', '>=', smallestIdAt(from))
    .where('id', '<', smallestIdAt(before));
  const [{ total }, several] = await Promise.all([
    ofRange.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    ofRange
      .select((eb) => ['visitor_id', eb.fn.countAll<number>().as('visits')])
      .groupBy('visitor_id')
      .having((eb) => eb.fn.countAll(), '>', 1)
      .execute(),
  ]);
  return {
    total: Number(total),
    byVisitor: new Map(several.map(({ visitor_id, visits }) => [visitor_id, Number(visits)])),
  };
}

/** When customer flags of the site's visitors were taken back. */
export async function readUndone(
  db: Kysely<Database>,
  { siteId, from }: Pick<VisitRange, 'siteId' | 'from'>,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await db
    .selectFrom('customer_entry')
    .select(['visitor_id', 'at'])
    .where('site_id', '=', siteId)
    .where('kind', '=', 'undone')
    .where('at', '>=', from)
    .execute();
  const undone = new Map<string, number[]>();
  for (const { visitor_id, at } of rows) undone.set(visitor_id, [...(undone.get(visitor_id) ?? []), at]);
  return undone;
}

/** Which visits had a chat, and in which an invite was declined. */
async function readDeeds(db: Kysely<Database>, { siteId, from }: VisitRange) {
  const since = smallestIdAt(from);
  const [chats, declines] = await Promise.all([
    db
      .selectFrom('chat')
      .select('visit_id')
      .where('site_id', '=', siteId)
      .where('id', '>=', since)
      .where('visit_id', 'is not', null)
      .execute(),
    db
      .selectFrom('invitation')
      .select('visit_id')
      .where('site_id', '=', siteId)
      .where('id', '>=', since)
      .where('state', '=', 'declined')
      .execute(),
  ]);
  return {
    chatted: new Set(chats.map(({ visit_id }) => visit_id)),
    declined: new Set(declines.map(({ visit_id }) => visit_id)),
  };
}

async function readPage(
  db: Kysely<Database>,
  range: VisitRange,
  rows: readonly Row[],
  did: Awaited<ReturnType<typeof readDeeds>>,
  isKnown: (visitorId: string) => boolean,
): Promise<PastVisit[]> {
  const { siteId } = range;
  const ids = rows.map(({ id }) => id);
  const [bodies, views] = await Promise.all([
    db
      .selectFrom('recorded_event')
      .select(['visit_id', 'body'])
      .where('site_id', '=', siteId)
      .where('visit_id', 'in', ids)
      .orderBy('visit_id')
      .orderBy('n')
      .execute(),
    db
      .selectFrom('page_view')
      .select(['id', 'visit_id', 'at', 'url', 'title', 'visible_ms'])
      .where('site_id', '=', siteId)
      .where('visit_id', 'in', ids)
      .orderBy('visit_id')
      .orderBy('id')
      .execute(),
  ]);
  const eventsOf = Map.groupBy(bodies, ({ visit_id }) => visit_id);
  const pagesOf = Map.groupBy(views, ({ visit_id }) => visit_id);
  const isRecorded = (id: string) => eventsOf.get(id)?.[0]?.body.startsWith('[0,') === true;
  const old = rows.filter(({ id }) => !isRecorded(id));
  const approximate = await approximateEvents(db, range, old, pagesOf);
  const known = await approximateFacts(db, siteId, old);
  return Promise.all(
    rows.map(async (row) => {
      const recorded = isRecorded(row.id);
      const events = recorded
        ? (eventsOf.get(row.id) ?? []).map(({ body }) => readRecorded(body))
        : (approximate.get(row.id) ?? []);
      const opening = openingOf(events);
      const facts: VisitorFacts = recorded
        ? { ...unknownVisitor, ...opening?.facts }
        : { ...unknownVisitor, ...known.get(row.id) };
      const needsPages = range.needsEarlierPages && row.visit_number > 1 && !isKnown(row.visitor_id);
      return {
        recording: toRecording(row, events, pagesOf.get(row.id) ?? [], range, !recorded),
        facts: needsPages
          ? { ...facts, earlierPageUrls: await listPagesBefore(db, siteId, row.visitor_id, row.id) }
          : facts,
        isStored: opening?.isStored ?? true,
        outcome: {
          chatted: did.chatted.has(row.id),
          declined: did.declined.has(row.id),
          becameCustomer: row.customer === 'new',
          revenue: row.revenue,
        },
        entryPage: row.entry_page,
        pageCount: row.page_count,
      };
    }),
  );
}

function openingOf(events: readonly Recorded[]) {
  const first = events.find(({ what }) => what.type === 'page.viewed' && what.opening !== null)?.what;
  return first?.type === 'page.viewed' ? first.opening : null;
}

function toRecording(
  row: Row,
  events: readonly Recorded[],
  pages: readonly StoredPage[],
  { visitTimeoutMs, now }: VisitRange,
  isApproximate: boolean,
): VisitRecording {
  return {
    siteId: row.site_id,
    id: row.id,
    visitorId: row.visitor_id,
    visitNumber: row.visit_number,
    startedAt: row.started_at,
    source: toSource(row),
    place: toPlace(row),
    technology: toTechnology(row),
    events,
    pages,
    // The instant after the time-out is when the end of a visit is noticed.
    until: row.ended_at === null ? now : row.ended_at + visitTimeoutMs + 1,
    isApproximate,
  };
}

function toPlace(row: Row): Place {
  return {
    address: row.address,
    country: row.country,
    region: row.region,
    city: row.city,
    organisation: row.organisation,
    ownOrganisation: row.own_organisation === null ? null : row.own_organisation === 1,
    hostName: row.host_name,
  };
}

function toTechnology(row: Row): Technology {
  const { language, browser, os, device } = row;
  return { language, timeZone: row.time_zone, browser, os, device, screenWidth: row.screen_width };
}

/** The same visitor is always in the same share (FNV-1a). */
export function shareOf(visitorId: string, shares: number): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < visitorId.length; place++) {
    hash ^= visitorId.charCodeAt(place);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % shares;
}
