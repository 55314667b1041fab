import type { Scenario } from '@foyer/protocol/scenario';
import { demoShop } from './demo-shop.ts';
import { randomScenario } from './random-scenario.ts';

/** Visitors of the demo shop, some of whom have been there in the days before. `url`: the server's address. */
export function demoScenario(seed: number, url: string): Scenario {
  return randomScenario(seed, { visitors: 30, days: 7, shop: demoShop(url) });
}
