import { z } from 'zod';
import { chosenStatuses } from './operator.ts';

/** What goes on at a site in this moment (W-190). */
export const dashboardNowSchema = z.object({
  /** By the server's clock, epoch ms. */
  at: z.number().int(),
  /** Visitors who have a page open: `online` is both together. */
  visitors: z.object({ online: z.number().int(), active: z.number().int(), idle: z.number().int() }),
  /** Everybody connected who works on the site, by name. */
  operators: z.array(
    z.object({
      operatorId: z.uuid(),
      name: z.string(),
      /** What they chose. */
      status: z.enum(chosenStatuses),
      activeChats: z.number().int(),
      /** 0: no limit. */
      maxChats: z.number().int(),
      /** They could take one more chat now. */
      hasRoom: z.boolean(),
    }),
  ),
  chats: z.object({
    pending: z.number().int(),
    active: z.number().int(),
    /** Since when the pending chat that has waited longest waits; null: none waits. */
    longestWaitingSince: z.number().int().nullable(),
  }),
  /** Chats asked for today that were missed, and that nobody has answered. */
  missedToday: z.number().int(),
});
export type DashboardNow = z.infer<typeof dashboardNowSchema>;

/** What is told of each stretch of time; an average of days has fractions. */
export const dashboardMeasures = [
  'visits',
  'pageViews',
  'newVisitors',
  'prospects',
  'customers',
  'revenue',
  'chatRequests',
  'missed',
] as const;
export type DashboardMeasure = (typeof dashboardMeasures)[number];

const figuresSchema = z.object({
  visits: z.number(),
  pageViews: z.number(),
  newVisitors: z.number(),
  prospects: z.number(),
  customers: z.number(),
  /** Minor units. */
  revenue: z.number(),
  chatRequests: z.number(),
  missed: z.number(),
  /** Seconds until chats were taken; null: none was. */
  averageWait: z.number().nullable(),
  /** 1 to 5; null: none was rated. */
  averageRating: z.number().nullable(),
} satisfies Record<DashboardMeasure | 'averageWait' | 'averageRating', z.ZodType>);
export type DashboardFigures = z.infer<typeof figuresSchema>;

/** A stretch that is over, up to the time that it is now, and as a whole. */
const comparedSchema = z.object({ untilNow: figuresSchema, whole: figuresSchema });

/** Today beside the same weekday before, and this month beside the last (W-123 to W-125). Days of the site's time zone. */
export const dashboardTodaySchema = z.object({
  at: z.number().int(),
  today: z.iso.date(),
  /** First days of this month and the last one. */
  month: z.iso.date(),
  lastMonth: z.iso.date(),
  /** ISO 4217, of money. */
  currency: z.string(),
  sums: z.object({
    /** So far. */
    today: figuresSchema,
    /** Average of the same weekday of the last four weeks, as far as there was a site; null: there was none. */
    weekday: comparedSchema.extend({ days: z.array(z.iso.date()) }).nullable(),
    /** So far. */
    month: figuresSchema,
    /** Null: there was no site in it. `untilNow`: up to the same day of the month, at the same time of day. */
    lastMonth: comparedSchema.nullable(),
  }),
});
export type DashboardToday = z.infer<typeof dashboardTodaySchema>;
