import { z } from 'zod';
import { timeZoneSchema } from './site.ts';
import { weekHoursSchema } from './week-hours.ts';

const workPeriodsFields = {
  enabled: z.boolean().default(false),
  timeZone: timeZoneSchema.default('Europe/London'),
  week: weekHoursSchema.prefault({}),
};

/** When an operator works: at the start they go Online, at the end Away. */
export const workPeriodsInputSchema = z.strictObject(workPeriodsFields);
export type WorkPeriodsInput = z.infer<typeof workPeriodsInputSchema>;
/** Version 0: never saved yet. */
export const workPeriodsSchema = z.strictObject({ ...workPeriodsFields, version: z.number().int().min(0) });
export type WorkPeriods = z.infer<typeof workPeriodsSchema>;

/** After so many minutes without activity an operator is set to Away; 0: never. */
export const autoAwaySchema = z.strictObject({ minutes: z.number().int().min(0).max(240) });
export type AutoAway = z.infer<typeof autoAwaySchema>;
