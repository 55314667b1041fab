import { type PrivacyInput, type RetentionClass, retentionClasses } from '@foyer/protocol/privacy';
import type { FormErrors, UseFormReturnType } from '@mantine/form';

/** What the form holds: a number field that is empty keeps for ever. */
export type PrivacyValues = Omit<PrivacyInput, 'retention'> & {
  retention: Record<RetentionClass, number | '' | null>;
};
export type PrivacyForm = UseFormReturnType<PrivacyValues, PrivacyValues, (values: PrivacyValues) => FormErrors>;

/** Fields beside which a refusal can be shown. */
export const fieldPaths = [
  'mode',
  'consent',
  'globalPrivacyControl',
  'addresses',
  'parameters.keep',
  'parameters.names',
  'masksPersonalText',
  ...retentionClasses.map((kind) => `retention.${kind}`),
];

export function toPrivacy(values: PrivacyValues): PrivacyInput {
  const days = Object.entries(values.retention).map(([kind, value]) => [kind, value === '' ? null : value]);
  return { ...values, retention: Object.fromEntries(days) as PrivacyInput['retention'] };
}

/** What is wrong with days, by field. */
export function findFaults({ retention }: PrivacyValues, fault: string): Record<string, string> {
  const isWrong = (days: number | '' | null) =>
    typeof days === 'number' && !(Number.isInteger(days) && days >= 1 && days <= 3660);
  return Object.fromEntries(
    retentionClasses.filter((kind) => isWrong(retention[kind])).map((kind) => [`retention.${kind}`, fault]),
  );
}
