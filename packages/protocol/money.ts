import { z } from 'zod';

/** An amount of money as people write it: a decimal string such as `12.50`, in the site's currency. */
export const decimalAmount = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,3})?$/, { message: 'must be a decimal number such as 12.50' });
