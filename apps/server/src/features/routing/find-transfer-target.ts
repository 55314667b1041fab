import type { TransferTarget } from '@foyer/protocol/routing';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listDepartments, listSkills } from '../departments/list-departments.ts';
import { listStaffOf } from '../operators/list-staff.ts';

/** The operator, department or skill of a site to whom a chat could be passed on, with its name of now; null: there is none. */
export async function findTransferTarget(
  db: Kysely<Database>,
  siteId: string,
  { kind, id }: Pick<TransferTarget, 'kind' | 'id'>,
): Promise<TransferTarget | null> {
  const lists = { operator: listStaffOf, department: listDepartments, skill: listSkills } as const;
  const found = (await lists[kind](db, siteId)).find((one: { readonly id: string }) => one.id === id);
  return found ? { kind, id, name: found.name } : null;
}
