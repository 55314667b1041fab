import type { LiveVisit } from '@foyer/protocol/visit';
import type { PageFrame } from '@foyer/protocol/visitor-socket';

/** A live visit changed or went: to every node that shows the site's list. */
export interface LiveChange {
  readonly visitorId: string;
  readonly row: LiveVisit | null;
}
export const liveChannel = (siteId: string) => `live:${siteId}`;

/** Facts of a visit were committed: whoever shows its detail reads it again. */
export interface VisitStored {
  readonly visitId: string;
}
export const storedChannel = (siteId: string) => `stored:${siteId}`;

/** A frame for the open pages of a visitor, on whichever node they are. */
export interface ToPages {
  readonly visitorId: string;
  readonly frame: PageFrame;
  /** Only this tab; null: all. */
  readonly onlyTab: string | null;
  /** All but this tab. */
  readonly exceptTab: string | null;
}
export const pagesChannel = (siteId: string) => `pages:${siteId}`;

/** A rule with *pop-up* matched: to every operator of the site. */
export interface Popup {
  readonly popupId: string;
  readonly rule: { readonly kind: 'alert' | 'prospectRule'; readonly name: string };
  readonly visit: LiveVisit;
}
export const popupChannel = (siteId: string) => `popups:${siteId}`;
