import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../http/app-error.ts';

/** Argon2id with the floor of the OWASP password sheet: 19 MiB, 2 passes, 1 lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const atATime = 2;
const maxWaiting = 50;
let running = 0;
const waiting: (() => void)[] = [];

/** Hashing is the costliest thing a stranger can ask for: two at a time, a short queue, then `unavailable`. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atATime) {
    if (waiting.length >= maxWaiting)
      throw new AppError('unavailable', 'Too many sign-ins at this moment; try again', { retryAfterMs: 2000 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** The Argon2id hash of a password, in PHC string format. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, options));
}

/** Hash of a password nobody has: checked when the account is unknown, so that both answers take as long. */
const decoy = hash(crypto.randomUUID(), options);

/** Whether a password fits the stored hash; with none stored it never does, in the same time. */
export function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  return inTurn(async () => {
    const fits = await verify(stored ?? (await decoy), password);
    return stored !== null && fits;
  });
}
