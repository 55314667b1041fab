import type { Kysely } from 'kysely';
import webPush from 'web-push';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import type { SecretBox } from '../notifications/secret-box.ts';

/** The key pair by which push services know this installation (VAPID, RFC 8292), base64url. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const rowName = 'push_keys';
const place = 'installation/push-keys';
const stored = z.object({ publicKey: z.string(), sealedPrivateKey: z.string() });

/**
 * The installation's keys, made once and sealed at rest. Null: they were sealed under another FOYER_SECRET; push stays off
 * until that is back, since browsers that subscribed know the old key.
 */
export async function ensurePushKeys(db: Kysely<Database>, box: SecretBox): Promise<PushKeys | null> {
  const known = await read(db, box);
  if (known !== undefined) return known;
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  await db
    .insertInto('installation')
    .values({ name: rowName, value: JSON.stringify({ publicKey, sealedPrivateKey: box.seal(privateKey, place) }) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  // Another node may have been first: its keys count.
  return (await read(db, box)) ?? null;
}

/** Undefined: none were made yet. */
async function read(db: Kysely<Database>, box: SecretBox): Promise<PushKeys | null | undefined> {
  const row = await db.selectFrom('installation').select('value').where('name', '=', rowName).executeTakeFirst();
  if (!row) return undefined;
  const { publicKey, sealedPrivateKey } = stored.parse(JSON.parse(row.value));
  const privateKey = box.open(sealedPrivateKey, place);
  return privateKey === null ? null : { publicKey, privateKey };
}
