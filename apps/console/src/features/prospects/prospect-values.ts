import type { Expression } from '@foyer/protocol/condition';
import type { ProspectRule, ProspectRuleInput } from '@foyer/protocol/prospect-rule';

/** A prospect rule as its form holds it: numbers may be missing while they are typed. */
export interface ProspectValues {
  name: string;
  enabled: boolean;
  shadow: boolean;
  startAfterVisits: number | '';
  /** Empty: not asked for. */
  minPages: number | '';
  minMinutes: number | '';
  /** Lines as typed, empty ones too. */
  specificPages: string[];
  conditions: Expression | null;
  activation: ProspectRuleInput['activation'];
  invite: string | null;
  popup: boolean;
  email: boolean;
  sms: boolean;
  flagAsCustomer: boolean;
}

/** The form's values of a rule, or of a new one. */
export function toProspectValues(rule: ProspectRule | null): ProspectValues {
  if (rule === null)
    return {
      name: '',
      enabled: true,
      shadow: false,
      startAfterVisits: 1,
      minPages: '',
      minMinutes: '',
      specificPages: [],
      conditions: null,
      activation: 'oncePerVisitor',
      invite: null,
      popup: false,
      email: false,
      sms: false,
      flagAsCustomer: false,
    };
  const { name, enabled, shadow, startAfterVisits, minPages, minMinutes, specificPages, conditions, activation } = rule;
  return {
    name,
    enabled,
    shadow,
    startAfterVisits,
    minPages: minPages ?? '',
    minMinutes: minMinutes ?? '',
    specificPages,
    conditions,
    activation,
    ...rule.actions,
  };
}

/** The rule that the values make. A visit number that is missing is the first. */
export function fromProspectValues(values: ProspectValues): ProspectRuleInput {
  const { name, enabled, shadow, conditions, activation, invite, popup, email, sms, flagAsCustomer } = values;
  return {
    name,
    enabled,
    shadow,
    startAfterVisits: values.startAfterVisits === '' ? 1 : values.startAfterVisits,
    minPages: values.minPages === '' ? null : values.minPages,
    minMinutes: values.minMinutes === '' ? null : values.minMinutes,
    specificPages: values.specificPages.map((line) => line.trim()).filter((line) => line !== ''),
    conditions,
    activation,
    actions: { invite, popup, email, sms, flagAsCustomer },
  };
}

/** Fields that a fault can belong to, by the names of the wire; each line of the specific pages is one. */
export function prospectFieldPaths(values: ProspectValues): string[] {
  return [
    'name',
    'enabled',
    'shadow',
    'startAfterVisits',
    'minPages',
    'minMinutes',
    ...values.specificPages.map((_, index) => `specificPages.${index}`),
    'specificPages',
    'conditions',
    'activation',
    'actions.invite',
    'actions.popup',
    'actions.email',
    'actions.sms',
    'actions.flagAsCustomer',
  ];
}

/** The values without lines that are empty, so that faults of the lines stand at the right ones. */
export function withoutEmptyLines(values: ProspectValues): ProspectValues {
  const specificPages = values.specificPages.filter((line) => line.trim() !== '');
  return specificPages.length === values.specificPages.length ? values : { ...values, specificPages };
}
