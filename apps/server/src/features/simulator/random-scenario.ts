import { type Scenario, scenarioSchema } from '@foyer/protocol/scenario';
import { Dice } from './random-scenario-dice.ts';
import { type EventInput, lampShop, type RandomShop } from './random-scenario-shop.ts';
import { inventVisitor } from './random-scenario-visitor.ts';

/** How much is to happen. */
export interface RandomScenarioOptions {
  readonly visitors: number;
  /** Days from the first visit to the last, at least 1. */
  readonly days: number;
  /** Midnight of the first day, epoch ms. Default: 28 March 2026, so that the second day has 23 hours in London. */
  readonly startsAt?: number;
  /** Where they shop, and what is to be seen of them there. Default: a lamp shop under a configuration that uses most of what there is. */
  readonly shop?: RandomShop;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longestStayMs = 3 * hourMs;

/** Shifts of the shop's people, hours of the day. */
const shifts = [
  ['ann', 8, 'online'],
  ['ann', 12, 'away'],
  ['ann', 13, 'online'],
  ['bob', 15, 'busy'],
  ['bob', 16, 'online'],
  ['ann', 17, 'offline'],
  ['bob', 19, 'offline'],
] as const;

/**
 * A scenario that nobody has written: visitors of a lamp shop with journeys, campaigns, orders and contact details, under a
 * configuration that uses most of what there is. The same seed and options give the same scenario.
 */
export function randomScenario(seed: number, options: RandomScenarioOptions): Scenario {
  const { visitors, days, startsAt = Date.UTC(2026, 2, 28), shop = lampShop } = options;
  const dice = new Dice(seed, 'shop');
  const events: EventInput[] = [];
  for (let day = 0; day < days; day += 1)
    // Now and then somebody is ill.
    for (const [operator, hour, status] of shifts)
      if (dice.chance(0.9))
        events.push({ at: iso(startsAt + day * dayMs + hour * hourMs), type: 'operator.status', operator, status });
  events.push({
    at: iso(startsAt + (days * dayMs) / 2),
    type: 'configuration.changed',
    configuration: shop.changedConfiguration,
  });
  for (let number = 1; number <= visitors; number += 1) {
    const own = new Dice(seed, 'visitor', number);
    events.push(...inventVisitor(`visitor-${number}`, visitTimes(own, startsAt, days), own, shop));
  }
  // Long enough after the last visit for it to be over.
  events.push({ at: iso(startsAt + days * dayMs + 2 * longestStayMs), type: 'clock' });
  return scenarioSchema.parse({
    site: { timeZone: 'Europe/London', currency: 'GBP', visitTimeoutMinutes: 30 },
    configuration: shop.configuration,
    addresses: shop.addresses,
    events,
  });
}

/** When a visitor comes, earliest first: most of them once, in the afternoon rather than at night. */
function visitTimes(dice: Dice, startsAt: number, days: number): number[] {
  const visits = dice.weigh([
    [50, 1],
    [30, 2],
    [15, 3],
    [5, 5],
  ]);
  const times = Array.from({ length: visits }, () => {
    const hour = 7 + Math.floor((dice.next() + dice.next()) * 8);
    return startsAt + dice.between(0, days - 1) * dayMs + hour * hourMs + dice.between(0, 3599) * 1000;
  });
  return times.sort((one, other) => one - other);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
