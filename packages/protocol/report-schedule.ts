import { z } from 'zod';
import { changedVersion, documentMeta } from './document.ts';
import { mailAddressSchema } from './notifications.ts';
import { outboxStates } from './outbox.ts';
import { reportIds } from './report.ts';
import { name } from './text.ts';

/** Whole days before the one on which a mail is sent; weeks from Monday. */
export const scheduleRanges = ['yesterday', 'last7Days', 'lastWeek', 'last30Days', 'lastMonth'] as const;
export type ScheduleRange = (typeof scheduleRanges)[number];

/** Days of the week from Monday, as schedules call them. */
export const scheduleWeekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Reports that are mailed again and again. */
export const reportScheduleFields = {
  name: name(80),
  reportIds: z
    .array(z.enum(reportIds))
    .min(1, { message: 'must name at least one report' })
    .max(10, { message: 'must name at most 10 reports' })
    .refine((ids) => new Set(ids).size === ids.length, { message: 'must name each report once' }),
  range: z.enum(scheduleRanges).default('last7Days'),
  every: z.enum(['day', 'week', 'month']).default('week'),
  /** Where `every` is `week`. */
  weekday: z.enum(scheduleWeekdays).default('monday'),
  /** Where `every` is `month`; months that are shorter: their last day. */
  monthDay: z.number().int().min(1).max(31).default(1),
  /** Of the site's clock. */
  hour: z.number().int().min(0).max(23).default(7),
  recipients: z
    .array(mailAddressSchema)
    .min(1, { message: 'must name at least one address' })
    .max(20, { message: 'must name at most 20 addresses' }),
  enabled: z.boolean().default(true),
};

export const reportScheduleInputSchema = z.strictObject(reportScheduleFields);
export type ReportScheduleInput = z.infer<typeof reportScheduleInputSchema>;
export const reportScheduleChangeSchema = z.strictObject({ ...reportScheduleFields, ...changedVersion });

export const maxReportSchedules = 50;

/** A schedule as stored, with what comes of it. */
export const reportScheduleSchema = z.object({
  ...reportScheduleFields,
  ...documentMeta,
  /** When it is due next, epoch ms; null: it is switched off. */
  nextAt: z.number().int().nullable(),
  /** What came of the last time; null: it was never due. */
  last: z
    .object({
      /** When it was due. */
      at: z.number().int(),
      /** Why it could not be made, and is tried again; null: it was. */
      error: z.string().nullable(),
      mails: z.array(z.object({ to: z.string(), state: z.enum(outboxStates), answer: z.string().nullable() })),
    })
    .nullable(),
});
export type ReportSchedule = z.infer<typeof reportScheduleSchema>;

/** What a mail would say now. */
export const reportScheduleMailSchema = z.object({ subject: z.string(), text: z.string() });
export type ReportScheduleMail = z.infer<typeof reportScheduleMailSchema>;
