import type { Expression } from '@foyer/protocol/condition';
import type { Invite, InviteFrame, InviteInput, namedPositions, Position } from '@foyer/protocol/invite';
import { linesOf, toLines } from '../../ui/lines.ts';
import { imageUrl } from './image-url.ts';

/** Texts that an invite can have over its image. */
export const overlayKinds = ['headline', 'line', 'button'] as const;
export type OverlayKind = (typeof overlayKinds)[number];
type NamedPosition = (typeof namedPositions)[number];
/** A number as its input holds it: text while it is being typed, or is wrong. */
type Typed = number | string;

/** A text over the image as its fields hold it. */
export interface TextValues {
  isOn: boolean;
  text: string;
  x: Typed;
  y: Typed;
  size: Typed;
  color: string;
  /** Empty: none. */
  background: string;
}

/** A position as its fields hold it: by name, or `own` with a number and a unit each way. */
export interface PlaceValues {
  name: NamedPosition | 'own';
  x: Typed;
  xUnit: '%' | 'px';
  y: Typed;
  yUnit: '%' | 'px';
}

/** An invite as its form holds it. */
export interface InviteValues {
  name: string;
  enabled: boolean;
  shadow: boolean;
  image: string;
  altText: string;
  overlay: Record<OverlayKind, TextValues>;
  department: string;
  skill: string;
  survey: { name: string; value: string }[];
  hasClose: boolean;
  widthKind: 'own' | 'px' | '%';
  width: Typed;
  start: PlaceValues;
  end: PlaceValues;
  animation: InviteInput['animation']['kind'];
  animationMs: Typed;
  easing: InviteInput['animation']['easing'];
  displaySeconds: Typed;
  exit: InviteInput['exit']['kind'];
  exitMs: Typed;
  delaySeconds: Typed;
  autoSend: boolean;
  pages: string;
  conditions: Expression | null;
  frequency: InviteInput['frequency'];
  showsPerVisitor: Typed;
  quietDaysAfterDecline: Typed;
}

const freshTexts: Record<OverlayKind, TextValues> = {
  headline: { isOn: false, text: '', x: 6, y: 12, size: 28, color: '#ffffff', background: '' },
  line: { isOn: false, text: '', x: 6, y: 40, size: 16, color: '#ffffff', background: '' },
  button: { isOn: false, text: '', x: 6, y: 68, size: 16, color: '#12395b', background: '#ffb84d' },
};

const fresh: InviteInput = {
  name: '',
  enabled: true,
  shadow: false,
  image: 'gallery:hand',
  altText: '',
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

/** The form's values of an invite, or of a new one that shows `image`. */
export function toInviteValues(invite: Invite | null, image = fresh.image): InviteValues {
  const from = invite ?? { ...fresh, image };
  const textOf = (kind: OverlayKind): TextValues => {
    const words = from.overlay[kind];
    return words === null ? freshTexts[kind] : { ...words, isOn: true, background: words.background ?? '' };
  };
  return {
    name: from.name,
    enabled: from.enabled,
    shadow: from.shadow,
    image: from.image,
    altText: from.altText,
    overlay: { headline: textOf('headline'), line: textOf('line'), button: textOf('button') },
    department: from.click.department ?? '',
    skill: from.click.skill ?? '',
    survey: Object.entries(from.click.survey ?? {}).map(([name, value]) => ({ name, value })),
    hasClose: from.close === 'corner',
    widthKind: from.width === null ? 'own' : typeof from.width === 'number' ? 'px' : '%',
    width: from.width === null ? 320 : Number.parseFloat(String(from.width)),
    start: toPlaceValues(from.start),
    end: toPlaceValues(from.end),
    animation: from.animation.kind,
    animationMs: from.animation.durationMs,
    easing: from.animation.easing,
    displaySeconds: from.displaySeconds,
    exit: from.exit.kind,
    exitMs: from.exit.durationMs,
    delaySeconds: from.delaySeconds,
    autoSend: from.autoSend.enabled,
    pages: toLines(from.autoSend.pages),
    conditions: from.autoSend.conditions,
    frequency: from.frequency,
    showsPerVisitor: from.limits.showsPerVisitor,
    quietDaysAfterDecline: from.limits.quietDaysAfterDecline,
  };
}

export function toPlaceValues(position: Position): PlaceValues {
  if (typeof position === 'string') return { name: position, x: 0, xUnit: '%', y: 0, yUnit: '%' };
  const unitOf = (text: string) => (text.endsWith('px') ? 'px' : '%');
  return {
    name: 'own',
    x: Number.parseFloat(position.x),
    xUnit: unitOf(position.x),
    y: Number.parseFloat(position.y),
    yUnit: unitOf(position.y),
  };
}

/** The position that fields make. What is no number stays as it was typed, for the server to refuse. */
export function fromPlaceValues({ name, x, xUnit, y, yUnit }: PlaceValues): Position {
  return name === 'own' ? { x: `${x}${xUnit}`, y: `${y}${yUnit}` } : name;
}

/** The invite that the values make. */
export function fromInviteValues(values: InviteValues): InviteInput {
  const survey = values.survey.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '');
  return {
    name: values.name,
    enabled: values.enabled,
    shadow: values.shadow,
    image: values.image,
    altText: values.altText.trim(),
    overlay: {
      headline: fromTextValues(values.overlay.headline),
      line: fromTextValues(values.overlay.line),
      button: fromTextValues(values.overlay.button),
    },
    click: {
      department: values.department.trim() || null,
      skill: values.skill.trim() || null,
      ...(survey.length === 0
        ? {}
        : { survey: Object.fromEntries(survey.map(({ name, value }) => [name.trim(), value])) }),
    },
    close: values.hasClose ? 'corner' : 'none',
    width: values.widthKind === 'own' ? null : values.widthKind === 'px' ? Number(values.width) : `${values.width}%`,
    start: fromPlaceValues(values.start),
    end: fromPlaceValues(values.end),
    animation: { kind: values.animation, durationMs: Number(values.animationMs), easing: values.easing },
    displaySeconds: Number(values.displaySeconds),
    exit: { kind: values.exit, durationMs: Number(values.exitMs) },
    delaySeconds: Number(values.delaySeconds),
    autoSend: { enabled: values.autoSend, pages: linesOf(values.pages), conditions: values.conditions },
    frequency: values.frequency,
    limits: {
      showsPerVisitor: Number(values.showsPerVisitor),
      quietDaysAfterDecline: Number(values.quietDaysAfterDecline),
    },
  };
}

function fromTextValues({ isOn, background, x, y, size, ...same }: TextValues): InviteInput['overlay']['headline'] {
  if (!isOn) return null;
  return { ...same, x: Number(x), y: Number(y), size: Number(size), background: background === '' ? null : background };
}

const anyInvitation = '00000000-0000-4000-8000-000000000000';
const isColour = /^#[0-9a-f]{6}$/i;

/** What a visitor's page would be given to draw, as far as the values can be drawn. */
export function toPreviewFrame(values: InviteValues, siteId: string): InviteFrame {
  const input = fromInviteValues(values);
  const drawable = (words: InviteInput['overlay']['headline']) =>
    words === null || words.text === '' || !isColour.test(words.color)
      ? null
      : { ...words, background: words.background && isColour.test(words.background) ? words.background : null };
  const whole = (value: number, otherwise: number) => (Number.isFinite(value) ? Math.max(0, value) : otherwise);
  return {
    invitationId: anyInvitation,
    imageUrl: imageUrl(siteId, input.image),
    altText: input.altText,
    overlay: {
      headline: drawable(input.overlay.headline),
      line: drawable(input.overlay.line),
      button: drawable(input.overlay.button),
    },
    close: input.close,
    width: widthToDraw(input.width),
    start: input.start,
    end: input.end,
    animation: { ...input.animation, durationMs: whole(input.animation.durationMs, 600) },
    displaySeconds: whole(input.displaySeconds, 0),
    exit: { ...input.exit, durationMs: whole(input.exit.durationMs, 400) },
    delaySeconds: 0,
  };
}

/** A width that is still being typed is the image's own. */
function widthToDraw(width: InviteInput['width']): InviteInput['width'] {
  const number = Number.parseFloat(String(width));
  return Number.isFinite(number) && number > 0 ? width : null;
}
