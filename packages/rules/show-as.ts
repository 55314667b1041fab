import type { Invite } from '@foyer/protocol/invite';

/** What a visitor sees of an invite, and when: the part that another one can lend it. */
export type InviteLook = Pick<Invite, (typeof lookFields)[number]>;

const lookFields = [
  'image',
  'altText',
  'overlay',
  'close',
  'width',
  'start',
  'end',
  'animation',
  'displaySeconds',
  'exit',
  'delaySeconds',
] as const;

/** An invite with the look, text and timing of another; what it does, and when it is sent, stays its own. */
export function showAs(invite: Invite, look: InviteLook): Invite {
  return { ...invite, ...Object.fromEntries(lookFields.map((field) => [field, look[field]])) };
}
