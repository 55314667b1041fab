import type { Dice } from './random-scenario-dice.ts';
import type { EventInput, Persona, RandomShop, ShopPage } from './random-scenario-shop.ts';

const secondMs = 1000;
const minuteMs = 60_000;

/** One page of a journey. */
interface Stop extends ShopPage {
  readonly isProduct?: boolean;
}

type Browser = RandomShop['browsers'][number];

/** What one visitor does: `visitAt` are the instants at which their visits begin, epoch ms. */
export function inventVisitor(name: string, visitAt: readonly number[], dice: Dice, shop: RandomShop): EventInput[] {
  const persona = dice.weigh(shop.personas);
  const address = persona === 'colleague' ? shop.officeAddress : dice.pick(Object.keys(shop.addresses));
  const browser = dice.pick(shop.browsers);
  const journey = new Journey(name, address, browser, dice, shop);
  if (persona === 'robot') return visitAt.flatMap((at) => journey.crawl(at));
  let until = Number.NEGATIVE_INFINITY;
  for (const [index, at] of visitAt.entries()) {
    // Nobody begins again before they are done.
    if (at <= until) continue;
    until = journey.visit(at, planVisit(persona, dice, shop), index === 0);
  }
  return journey.events;
}

/** The pages of one visit, in order. */
function planVisit(persona: Persona, dice: Dice, shop: RandomShop): Stop[] {
  const { home, help, aside, till, thanks } = shop;
  const shelf = (): Stop => dice.pick(shop.shelves);
  const item = (): Stop => {
    const { path, title } = dice.pick(shop.products);
    return { path, title, medianSeconds: 45, isProduct: true };
  };
  const some = (least: number, most: number, make: () => Stop) =>
    Array.from({ length: dice.between(least, most) }, make);
  switch (persona) {
    case 'passer-by':
      return [dice.chance(0.5) ? home : item()];
    case 'looker':
      return [home, ...some(1, 2, shelf), ...some(1, 4, item)];
    case 'comparer':
      return [shelf(), ...some(3, 6, item), ...till.slice(0, dice.between(0, 1))];
    case 'buyer':
      return [...some(0, 1, () => home), ...some(1, 3, item), ...till, ...some(0, 1, () => thanks)];
    case 'help seeker':
      return [help, ...some(0, 1, () => aside), ...some(0, 2, item)];
    default:
      return [home, ...some(1, 3, shelf)];
  }
}

/** Writes down what one visitor does, page after page. */
class Journey {
  readonly events: EventInput[] = [];
  readonly #name: string;
  readonly #address: string;
  readonly #browser: Browser;
  readonly #dice: Dice;
  readonly #shop: RandomShop;
  #orders = 0;
  /** Order id and price of what was bought last. */
  #bought: { readonly orderId: string; readonly price: string } | null = null;

  constructor(name: string, address: string, browser: Browser, dice: Dice, shop: RandomShop) {
    this.#name = name;
    this.#address = address;
    this.#browser = browser;
    this.#dice = dice;
    this.#shop = shop;
  }

  /** A robot reads page after page and says nothing. */
  crawl(startsAt: number): EventInput[] {
    const { origin, products, robots } = this.#shop;
    const userAgent = this.#dice.pick(robots);
    return products.slice(0, this.#dice.between(1, 4)).map((product, index) => ({
      at: instant(startsAt + index * 7 * secondMs),
      type: 'page.viewed',
      visitor: this.#name,
      url: origin + product.path,
      userAgent,
    }));
  }

  /** One visit; answers when its last page was left, or would have been. */
  visit(startsAt: number, stops: readonly Stop[], isFirst: boolean): number {
    const dice = this.#dice;
    const { origin, sources } = this.#shop;
    const source = dice.weigh(
      isFirst ? sources : sources.map(([weight, one], index) => [index === 0 ? 90 : weight, one]),
    );
    const hasManyTabs = dice.chance(0.25);
    const open = new Set<string>();
    let at = startsAt;
    for (const [index, stop] of stops.entries()) {
      const tab = hasManyTabs && stop.isProduct ? dice.pick(['a', 'b', 'c']) : 'a';
      const others = [...open].filter((other) => other !== tab);
      // Another tab comes to the front: those before it are hidden.
      for (const other of others) this.#add(at, { type: 'page.hidden', tab: other });
      this.#add(at, {
        type: 'page.viewed',
        tab,
        url: `${origin}${stop.path}${index === 0 && source.query !== '' ? `?${source.query}` : ''}`,
        title: stop.title,
        referrer: index === 0 ? source.referrer : origin + (stops[index - 1]?.path ?? '/'),
        address: this.#address,
        ...definedOnly(this.#browser),
      });
      open.add(tab);
      at = this.#read(at, tab, stop);
      if (dice.chance(0.04)) at += dice.between(35, 80) * minuteMs; // a meal, with the page left open
      for (const other of others) if (dice.chance(0.5)) this.#leave(at, other, open);
    }
    if (dice.chance(0.7)) for (const tab of [...open]) this.#leave(at, tab, open);
    return at;
  }

  /** What somebody does on one page; answers when they have done with it. */
  #read(startsAt: number, tab: string, stop: Stop): number {
    const dice = this.#dice;
    const stayMs = Math.min(dice.dwellMs(stop.medianSeconds), 25 * minuteMs);
    const during = (share: number) => startsAt + Math.round(stayMs * share);
    if (dice.chance(0.35)) this.#add(during(0.3), { type: 'page.scrolled', tab, depth: dice.between(2, 10) * 10 });
    if (stop.isProduct && dice.chance(0.35)) this.#add(during(0.5), { type: 'event.happened', tab, name: 'basket' });
    if (stop.isProduct && dice.chance(0.1)) this.#add(during(0.4), { type: 'event.happened', tab, name: 'video' });
    if (stop.asksName) this.#identify(during(0.4));
    if (stop === this.#shop.thanks) this.#pay(during(0.1), tab);
    if (dice.chance(0.12)) {
      this.#add(during(0.6), { type: 'page.hidden', tab });
      this.#add(during(0.8), { type: 'page.visible', tab });
    }
    if (dice.chance(0.1)) this.#add(during(0.9), { type: 'invite.declined' });
    else if (dice.chance(0.06)) this.#chat(during(0.7), during(0.9));
    if (dice.chance(0.08)) this.#add(during(0.95), { type: 'exit.intended', tab });
    return startsAt + stayMs;
  }

  #identify(at: number): void {
    const dice = this.#dice;
    const known = this.#shop.people[this.#address];
    if (known !== undefined) return this.#add(at, { type: 'contact.changed', ...known });
    const email = `${this.#name}@mail.example`;
    this.#add(at, {
      type: 'contact.changed',
      name: this.#name,
      ...(dice.chance(0.8) ? { email } : {}),
      ...(dice.chance(0.3) ? { phone: '+44 20 7946 0000' } : {}),
      ...(dice.chance(0.2) ? { company: 'Acme Interiors', variables: { plan: 'trade' } } : {}),
    });
  }

  #pay(at: number, tab: string): void {
    const dice = this.#dice;
    if (this.#bought !== null && dice.chance(0.3)) {
      this.#add(at, {
        type: 'revenue.reported',
        tab,
        amount: `-${this.#bought.price}`,
        orderId: `${this.#bought.orderId}-back`,
      });
      this.#bought = null;
      return;
    }
    this.#orders += 1;
    const order = { orderId: `${this.#name}-${this.#orders}`, price: dice.pick(this.#shop.products).price };
    const report = { type: 'revenue.reported', tab, amount: order.price } as const;
    const kind = dice.weigh([
      [8, 'order'],
      [2, 'no order id'],
      [1, 'another currency'],
    ]);
    if (kind === 'order') this.#bought = order;
    const named = kind === 'no order id' ? {} : { orderId: order.orderId };
    this.#add(at, { ...report, ...named, ...(kind === 'another currency' ? { currency: 'USD' } : {}) });
    // Many shops report again when the page is looked at again.
    if (dice.chance(0.3)) this.#add(at + 2 * secondMs, { ...report, ...named });
  }

  /** Clicks on the invite, if there is one, and has a chat with whoever takes it. */
  #chat(at: number, endsAt: number): void {
    this.#add(at, { type: 'invite.accepted' });
    if (this.#dice.chance(0.7)) this.#add(Math.round((at + endsAt) / 2), { type: 'chat.accepted' });
    this.#add(endsAt, { type: 'chat.ended' });
  }

  #leave(at: number, tab: string, open: Set<string>): void {
    this.#add(at, { type: 'page.left', tab });
    open.delete(tab);
  }

  #add(at: number, event: Doing): void {
    this.events.push({ at: instant(at), visitor: this.#name, ...event } as EventInput);
  }
}

type WithoutWho<T> = T extends { visitor: string } ? Omit<T, 'at' | 'visitor'> : never;
/** An event of a visitor, but for when it is and whose. */
type Doing = WithoutWho<EventInput>;

/** Instants are whole seconds, as people write them. */
function instant(at: number): string {
  return new Date(Math.round(at / secondMs) * secondMs).toISOString();
}

function definedOnly(browser: Browser): Omit<Browser, 'userAgent'> & { userAgent?: string } {
  const { userAgent, ...rest } = browser;
  return userAgent === undefined ? rest : { ...rest, userAgent };
}
