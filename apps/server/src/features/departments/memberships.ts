import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { type Kind, replaceMemberships, selectMemberships, selectSitesOf } from './department-repository.ts';

/** What an operator belongs to, on whichever site. */
export interface Memberships {
  readonly departmentIds: readonly string[];
  readonly skillIds: readonly string[];
}

const none: Memberships = { departmentIds: [], skillIds: [] };

/** What operators belong to, by operator id; `operatorId`: of this one only. */
export async function readMemberships(
  db: Kysely<Database>,
  operatorId: string | null,
): Promise<(operatorId: string) => Memberships> {
  const byOperator = Map.groupBy(await selectMemberships(db, operatorId), (row) => row.operator_id);
  return (id) => {
    const rows = byOperator.get(id);
    if (!rows) return none;
    const idsOf = (kind: Kind) => rows.filter((row) => row.kind === kind).map((row) => row.document_id);
    return { departmentIds: idsOf('department'), skillIds: idsOf('skill') };
  };
}

/**
 * Gives an operator exactly these departments and skills; left out: those they have, as far as they are of their sites.
 * `siteIds`: sites they work on, null: all. Throws `invalid_request`, naming each that is not there. The answer are the
 * sites whose departments or skills changed.
 */
export async function writeMemberships(
  trx: Kysely<Database>,
  operator: { readonly id: string; readonly siteIds: ReadonlySet<string> | null },
  wanted: { departmentIds?: readonly string[] | undefined; skillIds?: readonly string[] | undefined },
): Promise<void> {
  const before = (await readMemberships(trx, operator.id))(operator.id);
  const fields: { path: string; message: string }[] = [];
  for (const [kind, path] of [
    ['department', 'departmentIds'],
    ['skill', 'skillIds'],
  ] as const) {
    const ids = [...new Set(wanted[path] ?? before[path])];
    const found = await selectSitesOf(trx, kind, ids);
    const documents = found.filter(({ site_id }) => operator.siteIds === null || operator.siteIds.has(site_id));
    if (wanted[path])
      for (const [index, id] of ids.entries())
        if (!documents.some((one) => one.id === id))
          fields.push({ path: `${path}.${index}`, message: `is no ${kind} of a site that they work on` });
    await replaceMemberships(trx, kind, operator.id, documents);
  }
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}
