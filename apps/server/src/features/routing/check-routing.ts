import type { Expression } from '@foyer/protocol/condition';
import type { RoutingInput } from '@foyer/protocol/routing';
import { checkExpression } from '@foyer/rules/check-expression';
import type { FieldError } from '@foyer/rules/field-error';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { listDepartments, listSkills } from '../departments/list-departments.ts';

interface CheckedRule {
  readonly conditions: Expression;
  readonly departmentId: string | null;
  readonly skillIds: readonly string[];
}

/** What is wrong with rules by themselves, wherever they come from. */
export function findRoutingFaults(rules: readonly CheckedRule[]): FieldError[] {
  return rules.flatMap(({ conditions, departmentId, skillIds }, index) => {
    const faults = checkExpression(conditions, `rules.${index}.conditions`);
    if (departmentId !== null || skillIds.length > 0) return faults;
    return [...faults, { path: `rules.${index}.departmentId`, message: 'choose a department or a skill' }];
  });
}

/** Throws `invalid_request`, naming each field, for what only the site's other documents and the engine can tell. */
export async function checkRouting(db: Kysely<Database>, siteId: string, { rules }: RoutingInput): Promise<void> {
  const fields = findRoutingFaults(rules);
  if (rules.length > 0) {
    const departments = new Set((await listDepartments(db, siteId)).map(({ id }) => id));
    const skills = new Set((await listSkills(db, siteId)).map(({ id }) => id));
    for (const [index, { departmentId, skillIds }] of rules.entries()) {
      if (departmentId !== null && !departments.has(departmentId))
        fields.push({ path: `rules.${index}.departmentId`, message: 'is no department of this site' });
      if (skillIds.some((id) => !skills.has(id)))
        fields.push({ path: `rules.${index}.skillIds`, message: 'names a skill that this site has not' });
    }
  }
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}
