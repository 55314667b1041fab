import { inviteInputSchema } from '@foyer/protocol/invite';
import { checkEntries } from '@foyer/rules/check-entries';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import type { TFunction } from 'i18next';
import { fromInviteValues, type InviteValues, overlayKinds, type PlaceValues } from './invite-values.ts';

/** The parts of the designer, each a tab, and the fields whose faults belong to it, by the names of the wire. */
export const designerParts = {
  look: [
    'image',
    'altText',
    ...overlayKinds.flatMap((kind) =>
      ['text', 'x', 'y', 'size', 'color', 'background'].map((field) => `overlay.${kind}.${field}`),
    ),
  ],
  place: [
    'width',
    'start',
    'end',
    'animation.durationMs',
    'animation',
    'displaySeconds',
    'exit.durationMs',
    'exit',
    'delaySeconds',
    'close',
  ],
  sending: [
    'autoSend.pages',
    'autoSend.conditions',
    'frequency',
    'limits.showsPerVisitor',
    'limits.quietDaysAfterDecline',
    'shadow',
  ],
  click: ['click.department', 'click.skill', 'click.survey'],
} as const satisfies Record<string, readonly string[]>;
export type DesignerPart = keyof typeof designerParts;

/** Every field that a fault can belong to. */
export const inviteFieldPaths: readonly string[] = ['name', 'enabled', ...Object.values(designerParts).flat()];

/** What is wrong with the values, in words, by field: what the server would refuse, without asking it. */
export function checkValues(values: InviteValues, t: TFunction<'invites'>): Record<string, string> {
  const faults: Record<string, string> = {};
  const refuse = (path: string, text: string) => {
    faults[path] ??= text;
  };
  const number = (path: string, value: number | string, low: number, high: number, isWhole = false) => {
    const read = value === '' ? Number.NaN : Number(value);
    if (!(read >= low && read <= high) || (isWhole && !Number.isInteger(read)))
      refuse(path, t(isWhole ? 'fault.whole' : 'fault.number', { low, high }));
  };
  if (values.name.trim() === '') refuse('name', t('fault.name'));
  if (values.altText.trim() === '') refuse('altText', t('fault.altText'));
  for (const kind of overlayKinds) {
    const words = values.overlay[kind];
    if (!words.isOn) continue;
    if (words.text.trim() === '') refuse(`overlay.${kind}.text`, t('fault.text'));
    number(`overlay.${kind}.x`, words.x, 0, 100);
    number(`overlay.${kind}.y`, words.y, 0, 100);
    number(`overlay.${kind}.size`, words.size, 8, 96, true);
  }
  if (values.widthKind === 'px') number('width', values.width, 40, 2000, true);
  if (values.widthKind === '%') number('width', values.width, 1, 100, true);
  for (const side of ['start', 'end'] as const) if (!isPlace(values[side])) refuse(side, t('fault.place'));
  number('animation.durationMs', values.animationMs, 0, 10_000, true);
  number('exit.durationMs', values.exitMs, 0, 10_000, true);
  number('displaySeconds', values.displaySeconds, 0, 86_400);
  number('delaySeconds', values.delaySeconds, 0, 86_400);
  number('limits.showsPerVisitor', values.showsPerVisitor, 0, 10_000, true);
  number('limits.quietDaysAfterDecline', values.quietDaysAfterDecline, 0, 3650, true);
  const input = fromInviteValues(values);
  for (const { path, message } of checkEntries(input.autoSend.pages, 'autoSend.pages', checkPagePattern)) {
    const entry = Number(path.split('.').at(-1)) + 1;
    refuse('autoSend.pages', t('fault.entry', { entry, message }));
  }
  if (values.autoSend && input.autoSend.pages.length === 0) refuse('autoSend.pages', t('fault.noPages'));
  if (Object.keys(input.click.survey ?? {}).some((name) => name === '')) refuse('click.survey', t('fault.survey'));
  // What no field above has named, such as a text that is too long.
  const parsed = inviteInputSchema.safeParse(input);
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const path = issue.path.join('.');
    const field = inviteFieldPaths
      .filter((one) => path === one || path.startsWith(`${one}.`))
      .sort((a, b) => b.length - a.length)[0];
    refuse(field ?? '', field === undefined ? `${path}: ${issue.message}` : issue.message);
  }
  return faults;
}

function isPlace({ name, x, y }: PlaceValues): boolean {
  return name !== 'own' || [x, y].every((one) => one !== '' && Math.abs(Number(one)) < 100_000);
}

/** The first part that has a fault; null: none has. */
export function findFaultyPart(faults: Record<string, unknown>): DesignerPart | null {
  const parts = Object.keys(designerParts) as DesignerPart[];
  return parts.find((part) => countFaults(part, faults) > 0) ?? null;
}

export function countFaults(part: DesignerPart, faults: Record<string, unknown>): number {
  return designerParts[part].filter((field) => faults[field] !== undefined).length;
}
