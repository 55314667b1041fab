import { randomBytes } from 'node:crypto';

/** One visitor of the load: who they are, and what their page tells. */
export interface Visitor {
  readonly site: string;
  readonly visitor: string;
  readonly tab: string;
}

export function newVisitor(siteKey: string): Visitor {
  return { site: siteKey, visitor: randomBytes(16).toString('hex'), tab: randomBytes(8).toString('hex') };
}

/** The visitor's `n`th page view, as the script reports it. */
export function pageView(n: number) {
  return {
    n,
    url: `https://shop.example/products/shelf-${n}?source=newsletter`,
    title: `Shelf ${n} of the shop`,
    referrer: n === 1 ? 'https://www.google.com/' : `https://shop.example/products/shelf-${n - 1}?source=newsletter`,
    visible: true,
    language: 'en-GB',
    timeZone: 'Europe/London',
    screenWidth: 1920,
  };
}
