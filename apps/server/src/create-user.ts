import { operatorInputSchema } from '@foyer/protocol/operator';
import type { Kysely } from 'kysely';
import { ConfigError } from './config.ts';
import { addOperator } from './features/operators/add-operator.ts';
import { hashPassword } from './features/operators/hash-password.ts';
import { listSites } from './features/sites/list-sites.ts';
import { newToken } from './http/new-id.ts';
import { isUniqueViolation } from './storage/is-unique-violation.ts';
import type { Database } from './storage/tables.ts';

/** Makes an operator from the command line; the answer is what to tell the person who asked. Throws ConfigError. */
export async function createUser(
  db: Kysely<Database>,
  given: {
    email?: string | undefined;
    name?: string | undefined;
    role: string;
    site: string[];
    password: string | null;
  },
  now: number,
): Promise<string> {
  const password = given.password ?? newToken().slice(0, 16);
  const sites = await listSites(db, null);
  const siteIds = given.site.map((name) => {
    const site = sites.find((one) => one.name === name || one.id === name);
    if (!site)
      throw new ConfigError(
        `--site: no site is called ${name}; there are: ${sites.map((one) => one.name).join(', ') || 'none'}`,
      );
    return site.id;
  });
  const parsed = operatorInputSchema.safeParse({
    email: given.email,
    name: given.name,
    role: given.role,
    siteIds,
    password,
  });
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const { password: _password, ...operator } = parsed.data;
  try {
    await addOperator(db, { ...operator, passwordHash: await hashPassword(password) }, now);
  } catch (error) {
    if (isUniqueViolation(error)) throw new ConfigError(`--email: ${operator.email} has an account already`);
    throw error;
  }
  return given.password === null
    ? `Made ${operator.role} ${operator.email}. Password: ${password}`
    : `Made ${operator.role} ${operator.email}.`;
}
