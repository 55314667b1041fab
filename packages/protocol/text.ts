import { z } from 'zod';

/** Text from outside: NUL and lone surrogates are refused, since no database and no socket carries them unchanged. */
export const text = (max: number, min = 0) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), {
      message: 'contains a character that cannot be stored (NUL or half of a surrogate pair)',
    });

/** A required single-line name: 1 to `max` characters after trimming. */
export const name = (max = 80) =>
  z
    .string()
    .trim()
    .pipe(text(max, 1))
    .refine((value) => !/[\r\n]/.test(value), { message: 'must be one line' });
