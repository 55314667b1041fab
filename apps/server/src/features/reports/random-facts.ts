/** Facts of a small site from a seed, to try reports on: the same rows for the database and for counting them by hand. */
import { localTime } from '@foyer/rules/site-time';
import type { Insertable, Kysely } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Row<T extends keyof Database> = Insertable<Database[T]>;

/** All rows, as they are inserted. */
export interface RandomFacts {
  readonly visitor: Row<'visitor'>[];
  readonly visit: (Row<'visit'> & { cost: number; revenue: number; is_prospect: number; is_new_prospect: number })[];
  readonly page_view: Row<'page_view'>[];
  readonly revenue_entry: Row<'revenue_entry'>[];
  readonly customer_entry: Row<'customer_entry'>[];
  readonly firing: Row<'firing'>[];
  readonly spider_hit: Row<'spider_hit'>[];
}

/** Makes facts of so many visitors between two instants. Visits go on past midnight, sales are refunded days later. */
export function randomFacts(
  { siteId, timeZone, alertIds, ruleIds }: { siteId: string; timeZone: string; alertIds: string[]; ruleIds: string[] },
  { visitors, from, days, seed }: { visitors: number; from: number; days: number; seed: number },
): RandomFacts {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const maybe = <T>(value: T): T | null => (random() < 0.3 ? null : value);
  let made = 0;
  const idAt = (at: number) => `${smallestIdAt(at).slice(0, 24)}${(++made).toString(16).padStart(12, '0')}`;
  const dayOf = (at: number) => localTime(at, timeZone).date;
  const facts: RandomFacts = {
    visitor: [],
    visit: [],
    page_view: [],
    revenue_entry: [],
    customer_entry: [],
    firing: [],
    spider_hit: [],
  };
  const site_id = siteId;
  for (let index = 0; index < visitors; index += 1) {
    const visitor_id = `visitor-${index}`;
    let at = from + Math.floor(random() * days * day);
    const first = at;
    const first_referrer = pick(['direct', 'www.google.com', 'news.example', 'b.example']);
    let isProspect = false;
    let isCustomer = false;
    const visits = 1 + Math.floor(random() * 4);
    for (let visit_number = 1; visit_number <= visits; visit_number += 1) {
      const started_at = at;
      const id = idAt(at);
      const pages = 1 + Math.floor(random() * 4);
      const urls = Array.from(
        { length: pages },
        () => `https://shop.example/${pick(['', 'a', 'b?x=1', 'sale.htm', 'help/x'])}`,
      );
      const instants = urls.map((_, place) => started_at + place * Math.floor(random() * 40 * minute));
      for (const [place, url] of urls.entries())
        facts.page_view.push({
          site_id,
          id: idAt(instants[place] ?? at),
          visit_id: id,
          visitor_id,
          at: instants[place] ?? at,
          url,
          title: url,
          visible_ms: Math.floor(random() * 90_000),
        });
      const newest = urls[instants.indexOf(Math.max(...instants))] ?? '';
      const last_hit_at = Math.max(...instants);
      const fired = ruleIds.filter(() => random() < 0.25);
      for (const rule_id of fired)
        facts.firing.push({
          site_id,
          id: idAt(at),
          rule_kind: 'prospectRule',
          rule_id,
          rule_version: 1,
          rule_name: rule_id,
          visitor_id,
          visit_id: id,
          at,
          shadow: 0,
          occurrence: `${rule_id} ${id}`,
          explanation: '{}',
        });
      const isNew = fired.length > 0 && !isProspect;
      isProspect ||= fired.length > 0;
      const customer: 'new' | 'repeat' | null =
        fired.length > 0 && random() < 0.5 ? (isCustomer ? 'repeat' : 'new') : null;
      isCustomer ||= customer !== null;
      if (customer !== null)
        facts.customer_entry.push({
          site_id,
          id: idAt(at),
          at,
          day: dayOf(started_at),
          visitor_id,
          visit_id: id,
          rule_name: 'Buys',
          kind: customer,
          first_referrer,
          reason: null,
          operator_id: null,
          occurrence: `${customer} ${id}`,
        });
      const referrer_host = maybe(pick(['www.google.com', 'news.example', 'b.example']));
      const sales = random() < 0.5 ? 1 + Math.floor(random() * 2) : 0;
      let revenue = 0;
      for (let sale = 0; sale < sales; sale += 1) {
        const amount = Math.floor(random() * 10_000) - 2000;
        const bookedAt = last_hit_at + Math.floor(random() * 3 * hour);
        revenue += amount;
        facts.revenue_entry.push({
          site_id,
          id: idAt(bookedAt),
          at: bookedAt,
          day: dayOf(bookedAt),
          visitor_id,
          visit_id: id,
          amount,
          order_id: null,
          first_referrer,
          referrer_host,
          occurrence: `load ${id} ${sale}`,
        });
      }
      const alert_id = maybe(pick(alertIds));
      const paid = alert_id !== null && random() < 0.4 ? 1 : 0;
      const [city, region, country] = pick([
        ['London', 'England', 'GB'],
        ['London', 'Ontario', 'CA'],
        ['Paris', null, 'FR'],
        [null, null, 'GB'],
        [null, null, null],
      ]);
      facts.visit.push({
        site_id,
        id,
        visitor_id,
        visit_number,
        started_at,
        last_hit_at,
        ended_at: last_hit_at + 30 * minute,
        page_count: pages,
        visible_ms: 1000,
        entry_page: urls[0] ?? '',
        exit_page: newest,
        first_referrer,
        referrer: referrer_host && `https://${referrer_host}/`,
        referrer_host,
        referring_site: referrer_host === 'www.google.com' ? 'Google' : null,
        is_search: 0,
        search_phrase: maybe(pick(['red shoes', 'Schuhe'])),
        utm_source: maybe(pick(['mail', 'ads'])),
        utm_medium: maybe('cpc'),
        utm_campaign: maybe(pick(['spring', 'summer'])),
        utm_term: maybe('boots'),
        utm_content: null,
        address: '203.0.113.7',
        host_name: null,
        country,
        region,
        city,
        organisation: maybe(pick(['Acme', 'Umbrella'])),
        own_organisation: null,
        language: maybe(pick(['en-GB', 'fr', ''])),
        time_zone: null,
        browser: maybe(pick(['Chrome', 'Firefox: the other one'])),
        os: maybe(pick(['Windows', 'iOS'])),
        device: pick(['desktop', 'mobile']),
        screen_width: maybe(pick([390, 1280])),
        alert_id,
        alert_name: alert_id,
        alert_explanation: null,
        alert_paid: paid,
        cost: paid * 50 + (random() < 0.1 ? 7 : 0),
        revenue,
        is_prospect: fired.length > 0 ? 1 : 0,
        is_new_prospect: isNew ? 1 : 0,
        customer,
      });
      at = last_hit_at + 31 * minute + Math.floor(random() * 2 * day);
    }
    facts.visitor.push({
      site_id,
      id: visitor_id,
      first_visit_at: first,
      last_visit_at: at,
      first_referrer,
      visit_count: visits,
      page_count: 1,
      visible_ms: 0,
      name: null,
      company: null,
      email: null,
      phone: null,
      variables: '{}',
      is_prospect: isProspect ? 1 : 0,
      is_customer: isCustomer ? 1 : 0,
      is_blocked: 0,
      chat_count: 0,
    });
    if (index % 3 === 0)
      facts.spider_hit.push({ site_id, id: idAt(first), at: first, name: 'Bot', url: '/', address: '203.0.113.9' });
  }
  return facts;
}

/** Stores facts; day totals are not made. */
export async function storeFacts(db: Kysely<Database>, facts: RandomFacts): Promise<void> {
  for (const table of Object.keys(facts) as (keyof RandomFacts)[])
    for (let start = 0; start < facts[table].length; start += 50)
      await db
        .insertInto(table)
        .values(facts[table].slice(start, start + 50) as never)
        .execute();
}
