import { departmentInputSchema, skillInputSchema } from '@foyer/protocol/department';
import { AppError } from '../../http/app-error.ts';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { NamedDocuments } from '../../storage/named-documents.ts';
import {
  deleteDocument,
  freeName,
  insertDocument,
  type Kind,
  nameKey,
  selectDocuments,
  updateDocument,
} from './department-repository.ts';

export { nameKey as foldDepartmentName } from './department-repository.ts';

/** A site's departments by name, without their operators, for configuration files. */
export const departmentDocuments = documentsOf('department', (fields) => departmentInputSchema.parse(fields));

/** A site's skills, likewise. */
export const skillDocuments = documentsOf('skill', (fields) => skillInputSchema.parse(fields));

/** Their names are unique, whatever the case. Operators who belong to a stored one stay. */
function documentsOf(
  kind: Kind,
  parse: (fields: object) => { readonly name: string; readonly operatorIds: string[] },
): NamedDocuments {
  return {
    async list(db, siteId) {
      // Databases don't agree on the order of texts.
      const found = (await selectDocuments(db, kind, siteId)).map((document) => ({
        document,
        key: nameKey(document.name),
      }));
      return found
        .sort((one, other) => (one.key < other.key ? -1 : 1))
        .map(({ document: { operatorIds: _operatorIds, ...fields } }) => fields);
    },
    insert: (trx, siteId, id, fields) =>
      refusingTaken(kind, async () => {
        await insertDocument(trx, kind, siteId, parse(fields) as never, id);
      }),
    update: (trx, siteId, { id, version }, fields) => {
      const { operatorIds: _operatorIds, ...body } = parse(fields);
      return refusingTaken(kind, () => updateDocument(trx, kind, { siteId, id, version }, body as never));
    },
    remove: (trx, siteId, { id, version }) => deleteDocument(trx, kind, { siteId, id, version }),
    order: async () => undefined,
    freeName: (trx, siteId, id) => freeName(trx, kind, siteId, id),
  };
}

async function refusingTaken<T>(kind: Kind, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('conflict', `Somebody has just made a ${kind} of the same name; look at the plan again`);
  }
}
