import type { Invite, InviteInput, Position } from '@foyer/protocol/invite';
import { linesOf, toLines } from '../../ui/lines.ts';

/** An invite as its form holds it. A position that has no name is `own` and stays as it is. */
export interface InviteValues {
  name: string;
  enabled: boolean;
  shadow: boolean;
  image: string;
  altText: string;
  start: string;
  end: string;
  animation: InviteInput['animation']['kind'];
  delaySeconds: number | string;
  displaySeconds: number | string;
  autoSend: boolean;
  pages: string;
  frequency: InviteInput['frequency'];
}

/** Fields that a fault can belong to, by the names of the wire. */
export const inviteFieldPaths = [
  'name',
  'enabled',
  'shadow',
  'image',
  'altText',
  'start',
  'end',
  'animation',
  'delaySeconds',
  'displaySeconds',
  'autoSend.pages',
  'frequency',
];

/** What a position that has no name is called in the form. */
export const ownPosition = 'own';

const fresh: InviteInput = {
  name: '',
  enabled: true,
  shadow: false,
  image: 'gallery:hand',
  altText: 'Chat with us',
  overlay: { headline: null, line: null, button: null },
  click: { department: null, skill: null },
  close: 'corner',
  width: null,
  start: 'off-right',
  end: 'bottom-right',
  animation: { kind: 'slide', durationMs: 600, easing: 'ease-out' },
  displaySeconds: 0,
  exit: { kind: 'fade', durationMs: 400 },
  delaySeconds: 0,
  autoSend: { enabled: false, pages: [], conditions: null },
  frequency: 'oncePerVisit',
  limits: { showsPerVisitor: 3, quietDaysAfterDecline: 7 },
};

/** The form's values of an invite, or of a new one. */
export function toInviteValues(invite: Invite | null): InviteValues {
  const from = invite ?? fresh;
  const named = (position: Position) => (typeof position === 'string' ? position : ownPosition);
  return {
    name: from.name,
    enabled: from.enabled,
    shadow: from.shadow,
    image: from.image,
    altText: from.altText,
    start: named(from.start),
    end: named(from.end),
    animation: from.animation.kind,
    delaySeconds: from.delaySeconds,
    displaySeconds: from.displaySeconds,
    autoSend: from.autoSend.enabled,
    pages: toLines(from.autoSend.pages),
    frequency: from.frequency,
  };
}

/** The invite that the values make; what the form does not show stays as it was. */
export function fromInviteValues(values: InviteValues, invite: Invite | null): InviteInput {
  const { id: _id, version: _version, ...before } = invite ?? { ...fresh, id: '', version: 0 };
  const position = (value: string, was: Position) => (value === ownPosition ? was : (value as Position));
  return {
    ...before,
    name: values.name,
    enabled: values.enabled,
    shadow: values.shadow,
    image: values.image,
    altText: values.altText,
    start: position(values.start, before.start),
    end: position(values.end, before.end),
    animation: { ...before.animation, kind: values.animation },
    delaySeconds: Number(values.delaySeconds),
    displaySeconds: Number(values.displaySeconds),
    autoSend: { ...before.autoSend, enabled: values.autoSend, pages: linesOf(values.pages) },
    frequency: values.frequency,
  };
}
