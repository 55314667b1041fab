import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';

/** Locks an operator's row, so that whatever gives them chats lines up and the count of their chats holds. Before any chat's. */
export async function lockOperator(trx: Kysely<Database>, operatorId: string): Promise<void> {
  await trx
    .updateTable('operator')
    .set((eb) => ({ accepts: eb('accepts', '+', 1) }))
    .where('id', '=', operatorId)
    .execute();
}

/** In a statement on `chat`: the operator is Online, and below the limit of their active chats. */
export function isOnlineWithRoom(operatorId: string): RawBuilder<boolean> {
  return sql<boolean>`(select status = 'online' and (max_chats = 0 or max_chats > (select count(*) from chat as mine where mine.operator_id = ${operatorId} and mine.state = 'active')) from operator where id = ${operatorId})`;
}

/**
 * In a statement on `chat`: the operator is one of those for whom a pending chat is at its level of the fall-back, and it
 * rings at nobody else alone. Supervisors see to all.
 */
export function mayTakePending(operatorId: string): RawBuilder<boolean> {
  return sql<boolean>`(
    (select role from operator where id = ${operatorId}) <> 'operator'
    or (
      (offered_to is null or offered_to = ${operatorId})
      and (
        department_id is null
        or route_level in ('withoutDepartment', 'everybody')
        or ${belongsTo(operatorId, 'department', sql.ref('chat.department_id'))}
      )
      and (
        route_level in ('withoutSkills', 'everybody')
        or not exists (
          select 1 from chat_skill as asked
          where asked.site_id = chat.site_id and asked.chat_id = chat.id
            and not ${belongsTo(operatorId, 'skill', sql.ref('asked.skill_id'))}
        )
      )
    )
  )`;
}

/** In a statement on `chat`: the operator belongs to a department, or has a skill, of the chat's site. */
export function belongsTo(
  operatorId: string,
  kind: 'department' | 'skill',
  documentId: RawBuilder<unknown> | string,
): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from membership as one
    where one.site_id = chat.site_id and one.kind = ${kind} and one.document_id = ${documentId} and one.operator_id = ${operatorId}
  )`;
}
