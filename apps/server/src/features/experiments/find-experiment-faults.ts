import type { ExperimentInput } from '@foyer/protocol/experiment';
import type { FieldError } from '@foyer/rules/field-error';

type Checked = Pick<ExperimentInput, 'inviteId' | 'holdOutPercent' | 'variants' | 'enabled' | 'name'>;

/** What is wrong with an experiment by itself: shares that do not add up, looks that are no others. */
export function findExperimentFaults({ inviteId, holdOutPercent, variants }: Checked): FieldError[] {
  const faults: FieldError[] = [];
  const taken = holdOutPercent + variants.reduce((sum, { percent }) => sum + percent, 0);
  if (holdOutPercent === 0 && variants.length === 0)
    faults.push({ path: 'variants', message: 'there is nothing to compare: hold some visitors out, or add a look' });
  if (taken > 99)
    faults.push({
      path: variants.length > 0 ? 'variants' : 'holdOutPercent',
      message: `leave at least 1 % to the invite itself: the other shares add up to ${taken} %`,
    });
  const seen = new Set([inviteId]);
  for (const [index, variant] of variants.entries()) {
    if (seen.has(variant.inviteId))
      faults.push({
        path: `variants.${index}.inviteId`,
        message: variant.inviteId === inviteId ? 'is the invite itself' : 'stands here twice',
      });
    seen.add(variant.inviteId);
  }
  return faults;
}

/** Of several experiments that are on, those whose invite another one before them is on. Places in the list, with that one's name. */
export function findSharedInvites(experiments: readonly Checked[]): { index: number; name: string }[] {
  const running = new Map<string, string>();
  return experiments.flatMap(({ inviteId, enabled, name }, index) => {
    if (!enabled) return [];
    const other = running.get(inviteId);
    if (other !== undefined) return [{ index, name: other }];
    running.set(inviteId, name);
    return [];
  });
}

/** How it is told that an invite has an experiment already. */
export const sharedInviteWords = (other: string) => `“${other}” runs on this invite already: stop it first`;
