import type { Experiment, ExperimentGoal, ExperimentInput } from '@foyer/protocol/experiment';

/** An experiment as its form holds it: numbers may be missing while they are typed. */
export interface ExperimentValues {
  name: string;
  inviteId: string | null;
  enabled: boolean;
  holdOutPercent: number | '';
  variants: VariantValues[];
  goal: ExperimentGoal;
  goalWithinDays: number | '';
}

export interface VariantValues {
  /** Of the row in the form. */
  key: string;
  inviteId: string | null;
  percent: number | '';
}

/** The form's values of an experiment, or of a new one on an invite. */
export function toExperimentValues(experiment: Experiment | null, inviteId: string | null): ExperimentValues {
  if (experiment === null)
    return {
      name: '',
      inviteId,
      enabled: false,
      holdOutPercent: 10,
      variants: [],
      goal: 'chat',
      goalWithinDays: 7,
    };
  const { id: _id, version: _version, ...fields } = experiment;
  return { ...fields, variants: fields.variants.map((variant) => ({ key: variant.inviteId, ...variant })) };
}

/** The experiment that the values make. What is missing is left to the server to refuse. */
export function fromExperimentValues(values: ExperimentValues): ExperimentInput {
  return {
    ...values,
    inviteId: values.inviteId ?? '',
    holdOutPercent: values.holdOutPercent === '' ? 0 : values.holdOutPercent,
    variants: values.variants.map(({ inviteId, percent }) => ({
      inviteId: inviteId ?? '',
      percent: percent === '' ? 0 : percent,
    })),
    goalWithinDays: values.goalWithinDays === '' ? 0 : values.goalWithinDays,
  };
}

/** Whether saving these begins a new run of one that runs. */
export function beginsRun(experiment: Experiment | null, values: ExperimentValues): boolean {
  if (experiment?.enabled !== true || !values.enabled) return false;
  const planOf = ({ inviteId, holdOutPercent, variants, goal, goalWithinDays }: ExperimentInput) =>
    JSON.stringify([
      inviteId,
      holdOutPercent,
      variants.map((variant) => [variant.inviteId, variant.percent]),
      goal,
      goalWithinDays,
    ]);
  return planOf(experiment) !== planOf(fromExperimentValues(values));
}

/** Fields that a fault can belong to, by the names of the wire. */
export function experimentFieldPaths({ variants }: ExperimentValues): string[] {
  return [
    'name',
    'inviteId',
    'enabled',
    'holdOutPercent',
    ...variants.flatMap((_, index) => [`variants.${index}.inviteId`, `variants.${index}.percent`]),
    'variants',
    'goal',
    'goalWithinDays',
  ];
}
