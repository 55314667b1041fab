import { isDeepStrictEqual } from 'node:util';
import type { ChangeKind } from '@foyer/protocol/change';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
// What a request carries is declared there.
import type {} from '../../http/access.ts';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** Who changes a setting, and when. */
export interface Changer {
  /** Null: not a person, such as a command on the server. */
  readonly operatorId: string | null;
  readonly name: string;
  /** Epoch ms. */
  readonly at: number;
}

interface RecordedChange {
  /** Null: of the whole installation. */
  readonly siteId: string | null;
  readonly kind: ChangeKind;
  readonly id: string;
  readonly name: string;
  /** The document without secrets; null: it was just made. */
  readonly before: object | null;
  /** Null: it was deleted. */
  readonly after: object | null;
}

/** The operator of a request as the change log names them. Taking it is what `demandChange` looks for. */
export function changerOf(request: FastifyRequest): Changer {
  request.hasChanger = true;
  const { operatorId, name } = request.operator;
  return { operatorId, name, at: request.receivedAt };
}

/** Adds an entry to the change log. Within the transaction of the change itself; a change of nothing leaves none. */
export async function recordChange(trx: Kysely<Database>, changer: Changer, change: RecordedChange): Promise<void> {
  const [before, after] = [withoutVersion(change.before), withoutVersion(change.after)];
  if (isDeepStrictEqual(before, after)) return;
  await trx
    .insertInto('change')
    .values({
      site_id: change.siteId ?? '',
      id: newId(),
      at: changer.at,
      operator_id: changer.operatorId,
      operator_name: changer.name,
      kind: change.kind,
      document_id: change.id,
      document_name: change.name,
      before: before && JSON.stringify(before),
      after: after && JSON.stringify(after),
    })
    .execute();
}

/** Every change has another version, and that alone tells nothing. */
function withoutVersion(document: object | null): object | null {
  if (document === null) return null;
  // As it will be read: a field that is undefined is none.
  const { version: _version, ...rest } = JSON.parse(JSON.stringify(document)) as { version?: unknown };
  return rest;
}
