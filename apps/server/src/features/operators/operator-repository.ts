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
  readonly twoFactor: boolean;
  readonly lastSeenAt: number | null;
}

type OperatorRow = Selectable<Database['operator']>;

const rowSchema = z.object({ role: z.enum(roles), status: z.enum(chosenStatuses) });

async function withSites(db: Kysely<Database>, row: OperatorRow): Promise<Account> {
  const sites = await db
    .selectFrom('operator_site')
    .select('site_id')
    .where('operator_id', '=', row.id)
    .orderBy('site_id')
    .execute();
  return toAccount(
    row,
    sites.map((site) => site.site_id),
  );
}

function toAccount(row: OperatorRow, siteIds: string[]): Account {
  const { role, status } = rowSchema.parse(row);
  return {
    operator: operatorSchema.parse({
      id: row.id,
      name: row.name,
      email: row.email,
      role,
      siteIds,
      maxChats: row.max_chats,
      disabled: row.disabled === 1,
      version: row.version,
    }),
    passwordHash: row.password_hash,
    status,
    sessionEpoch: row.session_epoch,
    twoFactor: row.two_factor === 1,
    lastSeenAt: row.last_seen_at,
  };
}

/** E-mail addresses are compared without regard to case. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

export async function findAccountByEmail(db: Kysely<Database>, email: string): Promise<Account | null> {
  const row = await db
    .selectFrom('operator')
    .selectAll()
    .where('email', '=', normaliseEmail(email))
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? withSites(db, row) : null;
}

export async function findAccount(db: Kysely<Database>, operatorId: string): Promise<Account | null> {
  const row = await db
    .selectFrom('operator')
    .selectAll()
    .where('id', '=', operatorId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? withSites(db, row) : null;
}

/** All accounts by name. */
export async function listAccounts(db: Kysely<Database>): Promise<Account[]> {
  const rows = await db
    .selectFrom('operator')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  const sites = await db.selectFrom('operator_site').selectAll().orderBy('site_id').execute();
  const sitesOf = Map.groupBy(sites, (site) => site.operator_id);
  return rows.map((row) =>
    toAccount(
      row,
      (sitesOf.get(row.id) ?? []).map((site) => site.site_id),
    ),
  );
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

/** Stores a new operator; a taken e-mail breaks the unique key, unless who had it was deleted. */
export async function insertOperator(db: Kysely<Database>, operator: NewOperator, now: number): Promise<string> {
  const id = newId();
  const email = normaliseEmail(operator.email);
  const gone = await db
    .selectFrom('operator')
    .select('id')
    .where('email', '=', email)
    .where('removed_at', 'is not', null)
    .executeTakeFirst();
  if (gone) await purgeOperator(db, gone.id);
  await db
    .insertInto('operator')
    .values({
      id,
      email,
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

/** Stores a status, and nothing of why it changed. */
export async function updateStatus(db: Kysely<Database>, operatorId: string, status: ChosenStatus): Promise<void> {
  await db.updateTable('operator').set({ status }).where('id', '=', operatorId).execute();
}

/** Marks an operator as deleted if they still have this version; false otherwise. Every session of theirs is void. */
export async function removeOperator(
  db: Kysely<Database>,
  operatorId: string,
  version: number,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('operator')
    .set((eb) => ({
      removed_at: now,
      session_epoch: eb('session_epoch', '+', 1),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', operatorId)
    .where('version', '=', version)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows) === 1;
}

/** Puts a deleted operator back as they were; false: there is none such. */
export async function restoreOperator(db: Kysely<Database>, operatorId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('operator')
    .set((eb) => ({ removed_at: null, version: eb('version', '+', 1) }))
    .where('id', '=', operatorId)
    .where('removed_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows) === 1;
}

/** Drops operators for good who were deleted before this instant. */
export async function purgeRemovedOperators(db: Kysely<Database>, before: number): Promise<void> {
  const gone = await db.selectFrom('operator').select('id').where('removed_at', '<', before).execute();
  for (const { id } of gone) await purgeOperator(db, id);
}

/** All rows that are of an operator alone. */
async function purgeOperator(db: Kysely<Database>, id: string): Promise<void> {
  for (const table of [
    'operator_site',
    'session',
    'one_time_sign_in',
    'account_link',
    'pending_sign_in',
    'second_factor',
    'recovery_code',
    'membership',
    'work_periods',
    'operator_activity',
    'operator_status',
    'team_seen',
    'push_subscription',
  ] as const)
    await db.deleteFrom(table).where('operator_id', '=', id).execute();
  await db.deleteFrom('operator').where('id', '=', id).execute();
}

/** Notes when an operator was last seen. */
export async function noteSeen(db: Kysely<Database>, operatorId: string, now: number): Promise<void> {
  await db.updateTable('operator').set({ last_seen_at: now }).where('id', '=', operatorId).execute();
}

/**
 * Administrators who can sign in, so that the last one is never lost; somebody who is in already counts, with a password
 * or without. Locks their rows until the end of the transaction: of two that would go at once one finds themselves the last.
 */
export async function countAdministrators(trx: Kysely<Database>, callerId: string): Promise<number> {
  await trx
    .updateTable('operator')
    .set((eb) => ({ accepts: eb.ref('accepts') }))
    .where('role', '=', 'administrator')
    .execute();
  const row = await trx
    .selectFrom('operator')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('role', '=', 'administrator')
    .where('disabled', '=', 0)
    .where('removed_at', 'is', null)
    .where((eb) => eb.or([eb('password_hash', 'is not', null), eb('id', '=', callerId)]))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
