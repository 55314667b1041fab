import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A random id that sorts by the time it was made (UUIDv7, RFC 9562). */
export function newId(): string {
  return v7();
}

/** What every id made at `at` (epoch ms) or later sorts after. */
export function firstIdAt(at: number): string {
  const time = Math.max(0, at).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

/** `bytes` random bytes as hex digits. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** 256 random bits for a bearer token, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256, hex. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
