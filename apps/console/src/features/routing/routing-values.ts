import type { Expression } from '@foyer/protocol/condition';
import type { Routing, RoutingRule } from '@foyer/protocol/routing';

/** A number field may be empty while somebody types. */
type Typed<T> = {
  [Key in keyof T]: T[Key] extends number ? number | '' : T[Key] extends object ? Typed<T[Key]> : T[Key];
};

/** A rule as its form holds it; `key` tells it from the others. */
export type RuleValues = Omit<RoutingRule, 'conditions'> & { key: string; conditions: Expression | null };

/** The routing as its form holds it. */
export type RoutingValues = Typed<Omit<Routing, 'rules' | 'version' | 'strategy' | 'forced'>> &
  Pick<Routing, 'strategy' | 'forced'> & { rules: RuleValues[] };

let made = 0;
export function newRuleKey(): string {
  made += 1;
  return `rule-${made}`;
}

/** No conditions at all hold of every visit. */
const everyVisit: Expression = { all: [] };

export function toRoutingValues({ version: _version, rules, ...routing }: Routing): RoutingValues {
  return {
    ...routing,
    rules: rules.map((rule) => ({
      ...rule,
      key: newRuleKey(),
      conditions: Object.values(rule.conditions).flat().length === 0 ? null : rule.conditions,
    })),
  };
}

export function fromRoutingValues(values: RoutingValues): Omit<Routing, 'version'> {
  const { withoutSkills, withoutDepartment, missed } = values.fallback;
  const step = ({ enabled, afterSeconds }: typeof missed) => ({ enabled, afterSeconds: Number(afterSeconds) });
  return {
    ...values,
    acceptTimeoutSeconds: Number(values.acceptTimeoutSeconds),
    transferTimeoutSeconds: Number(values.transferTimeoutSeconds),
    fallback: {
      withoutSkills: step(withoutSkills),
      withoutDepartment: step(withoutDepartment),
      missed: step(missed),
    },
    rules: values.rules.map(({ key: _key, conditions, ...rule }) => ({
      ...rule,
      conditions: conditions ?? everyVisit,
    })),
  };
}

/** Fields that a fault can belong to, by the names of the wire. */
export function routingFieldPaths({ rules }: RoutingValues): string[] {
  return [
    'strategy',
    'forced',
    'acceptTimeoutSeconds',
    'transferTimeoutSeconds',
    'fallback.withoutSkills.afterSeconds',
    'fallback.withoutDepartment.afterSeconds',
    'fallback.missed.afterSeconds',
    ...rules.flatMap((_, index) =>
      ['name', 'departmentId', 'skillIds', 'conditions'].map((field) => `rules.${index}.${field}`),
    ),
    'rules',
  ];
}
