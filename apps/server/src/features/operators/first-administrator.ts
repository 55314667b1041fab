import type { Kysely } from 'kysely';
import { isUniqueViolation } from '../../storage/is-unique-violation.ts';
import type { Database } from '../../storage/tables.ts';
import { hashPassword } from './hash-password.ts';
import { countOperators, findAccountByEmail, insertOperator } from './operator-repository.ts';
import { insertOneTimeSignIn } from './session-repository.ts';

/** E-mail of the first administrator until they set their own. */
const unsetEmail = 'administrator@localhost';

/** Makes the administrator that the environment names, unless somebody has that e-mail already. */
export async function ensureNamedAdministrator(
  db: Kysely<Database>,
  admin: { email: string; password: string },
  now: number,
): Promise<void> {
  if (await findAccountByEmail(db, admin.email)) return;
  const passwordHash = await hashPassword(admin.password);
  await insertOperator(
    db,
    { name: 'Administrator', email: admin.email, role: 'administrator', siteIds: [], maxChats: 0, passwordHash },
    now,
  ).catch((error) => {
    if (!isUniqueViolation(error)) throw error; // another node was first
  });
}

/** Makes the first administrator on a fresh store. The answer is a one-time sign-in for them while they have no password. */
export async function offerFirstSignIn(db: Kysely<Database>, now: number): Promise<string | null> {
  if ((await countOperators(db)) === 0)
    await insertOperator(
      db,
      { name: 'Administrator', email: unsetEmail, role: 'administrator', siteIds: [], maxChats: 0, passwordHash: null },
      now,
    ).catch((error) => {
      if (!isUniqueViolation(error)) throw error;
    });
  const administrators = await db
    .selectFrom('operator')
    .select(['id', 'password_hash'])
    .where('role', '=', 'administrator')
    .where('disabled', '=', 0)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .execute();
  // Those who were invited have no password yet either: a link of their own lets them in, and nobody else.
  if (administrators.some((one) => one.password_hash !== null)) return null;
  const [first] = administrators;
  return first ? insertOneTimeSignIn(db, first.id, now) : null;
}
