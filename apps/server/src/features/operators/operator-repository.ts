import {
  type ChosenStatus,
  chosenStatuses,
  type Operator,
  operatorSchema,
  type Role,
  roles,
} from '@foyer/protocol/operator';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** An operator with what only the sign-in may see. */
export interface Account {
  readonly operator: Operator;
  readonly passwordHash: string | null;
  readonly status: ChosenStatus;
  readonly sessionEpoch: number;
}

type OperatorRow = Selectable<Database['operator']>;

const rowSchema = z.object({ role: z.enum(roles), status: z.enum(chosenStatuses) });

async function toAccount(db: Kysely<Database>, row: OperatorRow): Promise<Account> {
  const { role, status } = rowSchema.parse(row);
  const sites = await db
    .selectFrom('operator_site')
    .select('site_id')
    .where('operator_id', '=', row.id)
    .orderBy('site_id')
    .execute();
  return {
    operator: operatorSchema.parse({
      id: row.id,
      name: row.name,
      email: row.email,
      role,
      siteIds: sites.map((site) => site.site_id),
      maxChats: row.max_chats,
      disabled: row.disabled === 1,
      version: row.version,
    }),
    passwordHash: row.password_hash,
    status,
    sessionEpoch: row.session_epoch,
  };
}

/** E-mail addresses are compared without regard to case. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

export async function findAccountByEmail(db: Kysely<Database>, email: string): Promise<Account | null> {
  const row = await db.selectFrom('operator').selectAll().where('email', '=', normaliseEmail(email)).executeTakeFirst();
  return row ? toAccount(db, row) : null;
}

export async function findAccount(db: Kysely<Database>, operatorId: string): Promise<Account | null> {
  const row = await db.selectFrom('operator').selectAll().where('id', '=', operatorId).executeTakeFirst();
  return row ? toAccount(db, row) : null;
}

export async function listOperators(db: Kysely<Database>): Promise<Operator[]> {
  const rows = await db.selectFrom('operator').selectAll().orderBy('name').orderBy('id').execute();
  return Promise.all(rows.map(async (row) => (await toAccount(db, row)).operator));
}

export async function countOperators(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('operator')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export interface NewOperator {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly siteIds: readonly string[];
  readonly maxChats: number;
  readonly passwordHash: string | null;
}

/** Stores a new operator; a taken e-mail breaks the unique key. */
export async function insertOperator(db: Kysely<Database>, operator: NewOperator, now: number): Promise<string> {
  const id = newId();
  await db
    .insertInto('operator')
    .values({
      id,
      email: normaliseEmail(operator.email),
      name: operator.name,
      role: operator.role,
      password_hash: operator.passwordHash,
      status: 'online',
      max_chats: operator.maxChats,
      disabled: 0,
      session_epoch: 1,
      version: 1,
      created_at: now,
    })
    .execute();
  await setSites(db, id, operator.siteIds);
  return id;
}

export interface OperatorPatch {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly role?: Role | undefined;
  readonly siteIds?: readonly string[] | undefined;
  readonly maxChats?: number | undefined;
  readonly disabled?: boolean | undefined;
  readonly passwordHash?: string | undefined;
}

/**
 * Changes an operator if it still has this version (null: whatever it has); false otherwise. `endSessions` makes every
 * session of theirs void.
 */
export async function updateOperator(
  db: Kysely<Database>,
  operatorId: string,
  patch: OperatorPatch,
  options: { version: number | null; endSessions: boolean },
): Promise<boolean> {
  let query = db
    .updateTable('operator')
    .set((eb) => ({
      ...(patch.name === undefined ? {} : { name: patch.name }),
      ...(patch.email === undefined ? {} : { email: normaliseEmail(patch.email) }),
      ...(patch.role === undefined ? {} : { role: patch.role }),
      ...(patch.maxChats === undefined ? {} : { max_chats: patch.maxChats }),
      ...(patch.disabled === undefined ? {} : { disabled: patch.disabled ? 1 : 0 }),
      ...(patch.passwordHash === undefined ? {} : { password_hash: patch.passwordHash }),
      ...(options.endSessions ? { session_epoch: eb('session_epoch', '+', 1) } : {}),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', operatorId);
  if (options.version !== null) query = query.where('version', '=', options.version);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) === 0) return false;
  if (patch.siteIds) await setSites(db, operatorId, patch.siteIds);
  return true;
}

async function setSites(db: Kysely<Database>, operatorId: string, siteIds: readonly string[]): Promise<void> {
  await db.deleteFrom('operator_site').where('operator_id', '=', operatorId).execute();
  if (siteIds.length > 0)
    await db
      .insertInto('operator_site')
      .values([...new Set(siteIds)].map((siteId) => ({ site_id: siteId, operator_id: operatorId })))
      .execute();
}

export async function updateStatus(db: Kysely<Database>, operatorId: string, status: ChosenStatus): Promise<void> {
  await db.updateTable('operator').set({ status }).where('id', '=', operatorId).execute();
}

/** Enabled administrators, so that the last one is never lost. */
export async function countAdministrators(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('operator')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('role', '=', 'administrator')
    .where('disabled', '=', 0)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
