import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A random id that sorts by the time it was made (UUIDv7, RFC 9562). */
export function newId(): string {
  return v7();
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
