import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { recordChange } from '../changes/record-change.ts';
import type { Account } from './operator-repository.ts';

/** Enters a sign-in, or a failed try, into the log of changes. */
export async function recordSignIn(
  db: Kysely<Database>,
  { operator }: Account,
  after: {
    readonly how:
      | 'password'
      | 'secondFactor'
      | 'recoveryCode'
      | 'oneTimeLink'
      | 'invitation'
      | 'newPassword'
      | 'failed';
    readonly address: string;
  },
  now: number,
): Promise<void> {
  const isFailed = after.how === 'failed';
  await recordChange(
    db,
    isFailed
      ? { operatorId: null, name: 'Somebody', at: now }
      : { operatorId: operator.id, name: operator.name, at: now },
    {
      siteId: null,
      kind: isFailed ? 'failedSignIn' : 'signIn',
      id: operator.id,
      name: operator.email,
      before: null,
      after,
    },
  );
}
