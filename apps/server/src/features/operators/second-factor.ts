import { randomBytes } from 'node:crypto';
import type { TwoFactorStart } from '@foyer/protocol/session';
import type { Kysely } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { toString as drawQr } from 'qrcode';
import { AppError } from '../../http/app-error.ts';
import { hashToken } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import type { SecretBox } from '../notifications/secret-box.ts';
import {
  confirmFactor,
  deleteRecoveryCode,
  findFactor,
  insertFactor,
  replaceRecoveryCodes,
  takeStep,
} from './second-factor-repository.ts';

const stepMs = 30_000;
/** A code may be one step early or late: phones' clocks differ. */
const toleratedSteps = 1;
const recoveryCodeCount = 10;
/** Base 32 of Crockford: no letter looks like another. */
const recoveryAlphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const placeOf = (operatorId: string) => `operators/${operatorId}/second-factor`;

function totpOf(secret: string, email: string): TOTP {
  return new TOTP({ issuer: 'Foyer', label: email, algorithm: 'SHA1', digits: 6, period: stepMs / 1000, secret });
}

/** Begins a second factor: what an authenticator app needs. It counts once the first code was right. */
export async function startSecondFactor(
  db: Kysely<Database>,
  box: SecretBox,
  operator: { readonly id: string; readonly email: string },
  now: number,
): Promise<TwoFactorStart> {
  const secret = new Secret({ size: 20 }).base32;
  const isNew = await db
    .transaction()
    .execute((trx) => insertFactor(trx, operator.id, box.seal(secret, placeOf(operator.id)), now));
  if (!isNew) throw new AppError('conflict', 'Two-factor sign-in is on already');
  const uri = totpOf(secret, operator.email).toString();
  const drawn: Promise<string> = drawQr(uri, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
  return { secret, uri, qr: await drawn };
}

/** Takes the first code, in the caller's transaction. The answer are the recovery codes, or null: the code is wrong. */
export async function confirmSecondFactor(
  trx: Kysely<Database>,
  box: SecretBox,
  operatorId: string,
  code: string,
  now: number,
): Promise<string[] | null> {
  const factor = await findFactor(trx, operatorId);
  if (!factor) throw new AppError('conflict', 'Begin with a new QR code: none is being set up');
  if (factor.isConfirmed) throw new AppError('conflict', 'Two-factor sign-in is on already');
  if (!(await takeCode(trx, box, operatorId, factor.secret, code, now))) return null;
  await confirmFactor(trx, operatorId);
  return renewRecoveryCodes(trx, operatorId);
}

/** New recovery codes, in the caller's transaction; those before are void. */
export async function renewRecoveryCodes(trx: Kysely<Database>, operatorId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
  await replaceRecoveryCodes(
    trx,
    operatorId,
    codes.map((code) => hashCode(operatorId, code)),
  );
  return codes;
}

/** Whether a code of the app, or a recovery code, is right; either is then used up. */
export async function checkSecondFactor(
  db: Kysely<Database>,
  box: SecretBox,
  operatorId: string,
  code: string,
  now: number,
): Promise<'app' | 'recovery' | null> {
  const factor = await findFactor(db, operatorId);
  if (!factor?.isConfirmed) return null;
  if (/^[\d\s]+$/.test(code)) return (await takeCode(db, box, operatorId, factor.secret, code, now)) ? 'app' : null;
  return (await deleteRecoveryCode(db, operatorId, hashCode(operatorId, code))) ? 'recovery' : null;
}

async function takeCode(
  db: Kysely<Database>,
  box: SecretBox,
  operatorId: string,
  sealed: string,
  code: string,
  now: number,
): Promise<boolean> {
  const secret = box.open(sealed, placeOf(operatorId));
  if (secret === null)
    throw new AppError(
      'conflict',
      'This second factor was stored under another FOYER_SECRET: an administrator has to reset it',
    );
  const token = code.replace(/\s/g, '');
  const delta = totpOf(secret, '').validate({ token, window: toleratedSteps, timestamp: now });
  return delta !== null && takeStep(db, operatorId, Math.floor(now / stepMs) + delta);
}

/** Five and five characters: 50 random bits. */
function newRecoveryCode(): string {
  const letters = [...randomBytes(10)].map((byte) => recoveryAlphabet[byte % recoveryAlphabet.length]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

function hashCode(operatorId: string, code: string): string {
  return hashToken(`${operatorId} ${code.toLowerCase().replace(/[\s-]/g, '')}`);
}
