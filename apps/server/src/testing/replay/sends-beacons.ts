import type { ScenarioEvent } from '@foyer/protocol/scenario';
import { isSpider } from '../../features/visits/facts/is-spider.ts';

/** Whether a page view of a scenario is a robot's. */
export function isSpiderView(event: Extract<ScenarioEvent, { type: 'page.viewed' }>): boolean {
  return event.userAgent !== undefined && isSpider(event.userAgent, { allowHeadless: false });
}

/**
 * Whether a visitor of a scenario has to be one whose pages only send beacons. The simulator hears of a page by its
 * events alone and takes it for gone when none comes for the visit time-out; an open socket says all the time that the
 * page is there. Where no page is silent for so long, the two come to the same. `endsAt`: of the whole scenario.
 */
export function sendsBeacons(
  visitor: string,
  events: readonly { readonly at: number; readonly event: ScenarioEvent }[],
  visitTimeoutMs: number,
  endsAt: number,
): boolean {
  const heardAt = new Map<string, number>();
  let lastTab = 'a';
  let isSilent = false;
  const hear = (tab: string, at: number) => {
    const before = heardAt.get(tab);
    if (before === undefined) return;
    if (at - before > visitTimeoutMs) isSilent = true;
    heardAt.set(tab, at);
  };
  for (const { at, event } of events) {
    if (!('visitor' in event) || event.visitor !== visitor) continue;
    const tab = ('tab' in event ? event.tab : undefined) ?? lastTab;
    switch (event.type) {
      case 'page.viewed':
        if (isSpiderView(event)) break;
        hear(tab, at);
        heardAt.set(tab, at);
        lastTab = tab;
        break;
      case 'page.hidden':
      case 'page.visible':
      case 'revenue.reported':
      case 'cost.reported':
      case 'event.happened':
        hear(tab, at);
        break;
      case 'page.left':
        hear(tab, at);
        heardAt.delete(tab);
        break;
      default:
        break;
    }
  }
  for (const tab of heardAt.keys()) hear(tab, endsAt);
  return isSilent;
}
