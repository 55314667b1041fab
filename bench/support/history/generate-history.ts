import { localTime } from '@foyer/rules/site-time';
import { oneOf } from '../random.ts';
import { addChat } from './chat-rows.ts';
import type { HistoryDocuments } from './documents.ts';
import { emptyBatch, type HistoryBatch } from './rows.ts';
import {
  blogs,
  campaigns,
  cityOf,
  countries,
  engines,
  firstNames,
  languages,
  lastNames,
  organisations,
  pages,
  searchPhrases,
  spiders,
  systems,
} from './vocabulary.ts';

/** How much history there is to be. */
export interface HistorySize {
  readonly visits: number;
  readonly chats: number;
  readonly spiderHits: number;
  /** Of the whole stretch, epoch ms. */
  readonly from: number;
  readonly to: number;
}

/** One visitor over the year, as their row will be in the end. */
interface Person {
  readonly id: string;
  readonly firstReferrer: string;
  readonly firstVisitAt: number;
  readonly address: string;
  readonly country: string | null;
  readonly city: string | null;
  readonly organisation: string | null;
  readonly language: string;
  readonly system: ReturnType<typeof systems.pick>;
  readonly name: string | null;
  lastVisitAt: number;
  visits: number;
  pages: number;
  visibleMs: number;
  isProspect: boolean;
  isCustomer: boolean;
  chats: number;
  revenue: number;
}

const batchVisits = 2000;
/** Who may come back: as many of the newest as are remembered. */
const peopleRemembered = 60_000;
const returning = 0.38;
const meanPages = 5;

/** Ids like UUIDv7 (RFC 9562), which sort by time, from the seed. */
export function idsFrom(random: () => number): (at: number) => string {
  let count = 0;
  const hex = (digits: number) =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return (at) => {
    count = (count + 1) % 4096;
    const time = Math.floor(at).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${(8 + Math.floor(random() * 4)).toString(16)}${hex(3)}-${hex(12)}`;
  };
}

/** Rows of a year of visits, in order of time, in batches; the last one has all visitors. The same for the same `random`. */
export function* generateHistory(
  documents: HistoryDocuments,
  size: HistorySize,
  random: () => number,
): Generator<HistoryBatch> {
  const idAt = idsFrom(random);
  const { siteId, timeZone } = documents;
  const people: Person[] = [];
  const newest: Person[] = [];
  const chatShare = size.chats / size.visits;
  const spiderShare = size.spiderHits / size.visits;
  const stepMs = (size.to - size.from) / size.visits;
  let batch = emptyBatch();
  let chats = 0;
  let orders = 0;
  for (let number = 0; number < size.visits; number += 1) {
    const at = wakingHour(size.from + number * stepMs, stepMs, random);
    const isReturning = newest.length > 0 && random() < returning;
    const source = findSource(random);
    const person = isReturning ? oneOf(newest, random) : newPerson(at, source.host, random);
    if (!isReturning) {
      people.push(person);
      if (newest.length < peopleRemembered) newest.push(person);
      else newest[number % peopleRemembered] = person;
    }
    // Somebody may be drawn twice within a moment: their visits stay in order.
    const startedAt = Math.max(at, person.visits === 0 ? at : person.lastVisitAt + 1000);
    if (startedAt > size.to) continue;
    addVisit(person, startedAt, source);
    if (random() < spiderShare) {
      const spider = spiders.pick(random);
      batch.spider_hit.push({
        site_id: siteId,
        id: idAt(at),
        at,
        name: spider,
        url: pages.pick(random).url,
        address: '66.249.66.1',
      });
    }
    if (batch.visit.length >= batchVisits) {
      yield batch;
      batch = emptyBatch();
    }
  }
  yield batch;
  for (let first = 0; first < people.length; first += 5000) {
    const visitors = emptyBatch();
    visitors.visitor.push(
      ...people
        .slice(first, first + 5000)
        .filter(({ visits }) => visits > 0)
        .map(visitorRow),
    );
    yield visitors;
  }

  function newPerson(at: number, referrer: string | null, random: () => number): Person {
    const country = countries.pick(random);
    return {
      id: idAt(at).replaceAll('-', ''),
      firstReferrer: referrer ?? 'direct',
      firstVisitAt: at,
      address: `${20 + Math.floor(random() * 180)}.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}`,
      country,
      city: country === null || random() < 0.1 ? null : cityOf(country, random),
      organisation: random() < 0.15 ? null : organisations.pick(random),
      language: languages.pick(random),
      system: systems.pick(random),
      name: random() < 0.08 ? `${oneOf(firstNames, random)} ${oneOf(lastNames, random)}` : null,
      lastVisitAt: at,
      visits: 0,
      pages: 0,
      visibleMs: 0,
      isProspect: false,
      isCustomer: false,
      chats: 0,
      revenue: 0,
    };
  }

  function addVisit(person: Person, startedAt: number, source: ReturnType<typeof findSource>): void {
    const visitId = idAt(startedAt);
    const day = localTime(startedAt, timeZone).date;
    const common = { site_id: siteId, visit_id: visitId, visitor_id: person.id };
    const pageCount = Math.max(1, Math.min(60, Math.round(-Math.log(1 - random()) * (meanPages - 0.5) + 0.5)));
    const buys = pageCount >= 4 && random() < 0.05;
    let pageAt = startedAt;
    let visibleMs = 0;
    let lastPage = '';
    let entryPage = '';
    for (let place = 0; place < pageCount; place += 1) {
      const page =
        buys && place === pageCount - 1
          ? { url: 'https://shop.example/thanks.htm', title: 'Thank you' }
          : pages.pick(random);
      const url = place === 0 && source.query !== '' ? `${page.url}?${source.query}` : page.url;
      const shownMs = Math.floor(3000 + random() * 60_000);
      if (place === 0) entryPage = url;
      lastPage = url;
      batch.page_view.push({ ...common, id: idAt(pageAt), at: pageAt, url, title: page.title, visible_ms: shownMs });
      visibleMs += shownMs;
      pageAt += shownMs + Math.floor(random() * 2000);
    }
    const lastHitAt = pageAt;
    person.visits += 1;
    person.pages += pageCount;
    person.visibleMs += visibleMs;
    person.lastVisitAt = lastHitAt;

    const alert = source.isPaid
      ? documents.alerts.paid
      : source.engine
        ? documents.alerts.search
        : documents.alerts.all;
    const fire = (kind: string, rule: { id: string; name: string }, at: number) =>
      batch.firing.push({
        ...common,
        id: idAt(at),
        rule_kind: kind,
        rule_id: rule.id,
        rule_version: 1,
        rule_name: rule.name,
        at,
        shadow: 0,
        occurrence: `${kind} ${rule.id} ${visitId}`,
        explanation: '{"verdict":true,"label":"all","children":[]}',
      });
    fire('alert', alert, startedAt);

    const wasProspect = person.isProspect;
    let isProspect = false;
    if (person.pages >= 8 && !person.isProspect) {
      fire('prospectRule', documents.rules.serious, lastHitAt);
      isProspect = true;
    }
    let customer: string | null = null;
    let revenue = 0;
    if (buys) {
      fire('prospectRule', documents.rules.bought, lastHitAt);
      isProspect = true;
      customer = person.isCustomer ? 'repeat' : 'new';
      person.isCustomer = true;
      batch.customer_entry.push({
        ...common,
        id: idAt(lastHitAt),
        at: lastHitAt,
        day,
        rule_name: documents.rules.bought.name,
        kind: customer,
        first_referrer: person.firstReferrer,
        reason: null,
        operator_id: null,
        occurrence: `${customer} ${visitId}`,
      });
      orders += 1;
      revenue = 500 + Math.floor(random() ** 3 * 40_000);
      const book = (amount: number, orderId: string) => {
        const id = idAt(lastHitAt);
        batch.revenue_entry.push({
          ...common,
          id,
          at: lastHitAt,
          day: localTime(lastHitAt, timeZone).date,
          amount,
          order_id: orderId,
          first_referrer: person.firstReferrer,
          referrer_host: source.host,
          occurrence: `order ${orderId}`,
        });
      };
      book(revenue, `A${orders}`);
      if (random() < 0.03) {
        book(-200, `R${orders}`);
        revenue -= 200;
      }
      person.revenue += revenue;
    }
    if (isProspect) person.isProspect = true;
    if (pageCount > 2 && random() < 0.15)
      batch.custom_event.push({
        ...common,
        id: idAt(lastHitAt),
        at: lastHitAt,
        name: random() < 0.7 ? 'basket' : 'video',
      });

    const hasChat = chats < size.chats && random() < chatShare * 1.002;
    const invitation = inviteSomebody(hasChat, { ...common }, startedAt, lastHitAt);
    if (hasChat) {
      chats += 1;
      person.chats += 1;
      addChat(
        batch,
        documents,
        { person, visitId, visitorId: person.id, alertId: alert.id, invitation, pageUrl: lastPage, at: lastHitAt },
        idAt,
        random,
      );
    }
    const { system } = person;
    batch.visit.push({
      site_id: siteId,
      id: visitId,
      visitor_id: person.id,
      visit_number: person.visits,
      started_at: startedAt,
      last_hit_at: lastHitAt,
      ended_at: lastHitAt + 60_000,
      page_count: pageCount,
      visible_ms: visibleMs,
      entry_page: entryPage,
      exit_page: lastPage,
      first_referrer: person.firstReferrer,
      referrer: source.referrer,
      referrer_host: source.host,
      referring_site: source.engine,
      is_search: source.engine === null ? 0 : 1,
      search_phrase: source.phrase,
      utm_source: source.utm?.source ?? null,
      utm_medium: source.utm?.medium ?? null,
      utm_campaign: source.utm?.campaign ?? null,
      utm_term: null,
      utm_content: null,
      address: person.address,
      host_name: null,
      country: person.country,
      region: null,
      city: person.city,
      organisation: person.organisation,
      own_organisation: person.organisation === null ? null : 0,
      language: person.language,
      time_zone: 'Europe/London',
      browser: system.browser,
      os: system.os,
      device: system.device,
      screen_width: system.width,
      alert_id: alert.id,
      alert_name: alert.name,
      alert_explanation: '{"verdict":true,"label":"all","children":[]}',
      alert_paid: source.isPaid ? 1 : 0,
      cost: source.isPaid ? 50 : 0,
      revenue,
      is_prospect: isProspect ? 1 : 0,
      is_new_prospect: isProspect && !wasProspect ? 1 : 0,
      customer,
    });
  }

  /** The invite that a visit was sent, if it was, and what became of it. */
  function inviteSomebody(
    hasChat: boolean,
    common: { site_id: string; visit_id: string; visitor_id: string },
    from: number,
    to: number,
  ) {
    const draw = random();
    if (!hasChat && draw > 0.16) return null;
    if (hasChat && draw > 0.4) return null;
    const invite = oneOf(documents.invites, random);
    const fate = random();
    const state = hasChat
      ? 'accepted'
      : fate < 0.5
        ? 'declined'
        : fate < 0.75
          ? 'timedOut'
          : fate < 0.85
            ? 'withdrawn'
            : 'suppressed';
    const at = Math.floor(from + (to - from) * 0.5);
    const id = idAt(at);
    const isSent = state !== 'suppressed';
    batch.invitation.push({
      ...common,
      id,
      invite_id: invite.id,
      invite_name: invite.name,
      source: 'auto',
      occurrence: isSent ? id : `${common.visit_id} ${invite.id} auto nobodyOnline`,
      state,
      reason: isSent ? null : 'nobodyOnline',
      operator_id: null,
      queued_at: at,
      shown_at: isSent && state !== 'withdrawn' ? at + 1000 : null,
      ended_at: at + 9000,
    });
    return isSent ? { id, inviteId: invite.id } : null;
  }

  function visitorRow(person: Person) {
    const [first, last] = (person.name ?? '').split(' ');
    return {
      site_id: siteId,
      id: person.id,
      first_visit_at: person.firstVisitAt,
      last_visit_at: person.lastVisitAt,
      first_referrer: person.firstReferrer,
      visit_count: person.visits,
      page_count: person.pages,
      visible_ms: person.visibleMs,
      name: person.name,
      company: person.name !== null && person.organisation !== null ? person.organisation : null,
      email: person.name === null ? null : `${first}.${last}.${person.id.slice(-6)}@mail.example`.toLowerCase(),
      phone: null,
      variables: person.isCustomer ? '{"plan":"pro"}' : '{}',
      is_prospect: person.isProspect ? 1 : 0,
      is_customer: person.isCustomer ? 1 : 0,
      is_blocked: 0,
      chat_count: person.chats,
      revenue: person.revenue,
    };
  }
}

/** An instant near this one, by day rather than by night, less at week-ends. */
function wakingHour(at: number, stepMs: number, random: () => number): number {
  const hour = (Math.floor(at / 3_600_000) + 24) % 24;
  const isNight = hour < 7;
  // Nights are thinned by moving most of their visits into the day that follows: order within a few hours is no matter.
  const moved = isNight && random() < 0.8 ? at + (7 - hour + Math.floor(random() * 14)) * 3_600_000 : at;
  return Math.floor(moved + random() * stepMs);
}

function findSource(random: () => number) {
  const nothing = { referrer: null, host: null, engine: null, phrase: null, utm: null, query: '', isPaid: false };
  const draw = random();
  if (draw < 0.4) return nothing;
  if (draw < 0.7) {
    const engine = engines.pick(random);
    const phrase = random() < 0.3 ? searchPhrases.pick(random) : null;
    const referrer = phrase === null ? engine.url : `${engine.url}search?q=${encodeURIComponent(phrase)}`;
    return { ...nothing, referrer, host: engine.host, engine: engine.name, phrase };
  }
  if (draw < 0.82) {
    const utm = campaigns.pick(random);
    const isPaid = utm.medium === 'cpc';
    const query = `utm_source=${utm.source}&utm_medium=${utm.medium}&utm_campaign=${utm.campaign}`;
    return {
      ...nothing,
      referrer: isPaid ? 'https://www.google.com/' : null,
      host: isPaid ? 'www.google.com' : null,
      engine: isPaid ? 'Google' : null,
      utm,
      query,
      isPaid,
    };
  }
  const blog = blogs.pick(random);
  return { ...nothing, referrer: blog.url, host: blog.host };
}
