import type { StaffFacts } from '@foyer/rules/visit';

/** What is recorded of a visit. A body begins with the place in this list; it is never reordered. */
export const recordedTypes = [
  'page.viewed',
  'page.hidden',
  'page.visible',
  'page.left',
  'tab.connected',
  'tab.disconnected',
  'nodes.changed',
  'activity.seen',
  'revenue.reported',
  'cost.reported',
  'event.happened',
  'customer.undone',
  'page.scrolled',
  'exit.intended',
  'facts.arrived',
  'contact.changed',
  'invite.requested',
  'invite.shown',
  'invite.accepted',
  'invite.declined',
  'invite.timedOut',
  'staff.changed',
  'chat.changed',
  'chat.wished',
  'survey.answered',
  'chat.classified',
  'rules.changed',
  'clock',
  /** The hot state was lost, and the visit was built again from what is stored. */
  'visit.restored',
] as const;
export type RecordedType = (typeof recordedTypes)[number];

/** What of a recorded page view stands in one number. */
export const pageFlags = {
  visible: 1,
  /** Of an excluded page nothing is kept but that it was one. */
  excluded: 2,
  /** The same page, told once more. */
  repeat: 4,
  /** The visit begins or opens with it: what is known of the visitor follows. */
  opening: 8,
  /** What is known of them was read from what is stored, not taken over from the visit before. */
  stored: 16,
  /** The visit had begun on excluded pages: as it was then follows. */
  begun: 32,
  /** It came from elsewhere than the visit did: where from follows. */
  own: 64,
  /** The host name was known when the visit opened. */
  hostNameKnown: 128,
} as const;

/** Of ids that only have to be told from others of the same visit, so many characters are kept. */
const idLength = 8;

/** What is kept of the id of a tab, node or chat. */
export function shortId(id: string): string {
  return id.slice(-idLength);
}

/** What surrounded an event. */
export interface Circumstances {
  readonly staff: StaffFacts;
  readonly isBlocked: boolean;
  /** The invite that was sent on it. */
  readonly sent: string | null;
}

/** By position, without what at the end is as it mostly is; 0: all of it is. */
export type CircumstancesBody = 0 | readonly (number | string)[];

const usual = [0, 0, 0, 2, 0, 0] as const;

/** Writes circumstances down. */
export function writeCircumstances({ staff, isBlocked, sent }: Circumstances): CircumstancesBody {
  const { online, withRoom, queueLength, insideOpeningHours: inside } = staff;
  const all = [online, withRoom, queueLength, inside === null ? 2 : inside ? 1 : 0, isBlocked ? 1 : 0, sent ?? 0];
  while (all.length > 0 && all[all.length - 1] === usual[all.length - 1]) all.pop();
  return all.length === 0 ? 0 : all;
}

/** Reads them back. */
export function readCircumstances(body: CircumstancesBody): Circumstances {
  const at = (place: number) => (body === 0 ? undefined : body[place]) ?? usual[place] ?? 0;
  const inside = at(3);
  const sent = at(5);
  return {
    staff: {
      online: Number(at(0)),
      withRoom: Number(at(1)),
      queueLength: Number(at(2)),
      insideOpeningHours: inside === 2 ? null : inside === 1,
    },
    isBlocked: at(4) === 1,
    sent: typeof sent === 'string' ? sent : null,
  };
}
