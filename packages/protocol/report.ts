import { z } from 'zod';
import { expressionSchema } from './condition.ts';
import { daySchema, filterField } from './list.ts';
import { text } from './text.ts';

/** What a number of a report is: how it is written, and whether a sum of it means something. */
export const reportUnits = ['count', 'money', 'percent', 'seconds', 'decimal'] as const;
export type ReportUnit = (typeof reportUnits)[number];

/** One column of numbers. Money in minor units, percent 0 to 100, seconds with fractions. */
export interface ReportColumn {
  readonly id: string;
  readonly title: string;
  readonly unit: ReportUnit;
}

export const reportGroups = ['traffic', 'sources', 'places', 'technology', 'rules', 'chats', 'operators'] as const;
export type ReportGroup = (typeof reportGroups)[number];

/** What a report is, the same for server, console, exports and mails. */
export interface ReportDefinition {
  readonly group: ReportGroup;
  readonly title: string;
  /** What it tells, in one sentence. */
  readonly about: string;
  /** Title of the first column: what a row is. */
  readonly key: string;
  /**
   * `day`: rows are stretches of time, in order. `page`: addresses. `country`: ISO 3166-1 alpha-2. `hour`: keys
   * `WEEKDAY HOUR`, such as `1 13` (1 = Monday). `tree`: rows have depths, a branch counts all below it. `name`: anything else.
   */
  readonly rows: 'day' | 'page' | 'country' | 'hour' | 'tree' | 'name';
  readonly chart: 'lines' | 'bars' | 'map' | 'hours';
  readonly columns: readonly ReportColumn[];
  /** What a filter and a click on a row lead to. */
  readonly of: 'visits' | 'chats' | 'operators';
  /** Whether it is answered from day totals as long as no filter is given. */
  readonly hasDayTotals: boolean;
}

const column = (id: string, title: string, unit: ReportUnit = 'count'): ReportColumn => ({ id, title, unit });
const worth = [
  column('prospects', 'Prospects'),
  column('prospectPercent', 'Prospect %', 'percent'),
  column('customers', 'Customers'),
  column('revenue', 'Revenue', 'money'),
];
const visitsAndWorth = [column('visits', 'Visits'), ...worth];

/** Every report, by its name in the address `reports/{id}`. */
export const reportDefinitions = {
  visits: {
    group: 'traffic',
    title: 'Visits',
    about: 'Visits, page views, prospects, customers and revenue over time.',
    key: 'Day',
    rows: 'day',
    chart: 'lines',
    columns: [
      column('visits', 'Visits'),
      column('newVisitors', 'New visitors'),
      column('returningVisitors', 'Returning visitors'),
      column('pageViews', 'Page views'),
      column('pagesPerVisit', 'Pages per visit', 'decimal'),
      column('prospects', 'Prospects'),
      column('newProspects', 'New prospects'),
      column('customers', 'Customers'),
      column('newCustomers', 'New customers'),
      column('revenue', 'Revenue', 'money'),
      column('clickCost', 'Click cost', 'money'),
      column('spiders', 'Spider hits'),
    ],
    of: 'visits',
    hasDayTotals: true,
  },
  hours: {
    group: 'traffic',
    title: 'Visits by hour',
    about: 'When visits begin, by weekday and hour of the site’s time zone.',
    key: 'Hour',
    rows: 'hour',
    chart: 'hours',
    columns: [column('visits', 'Visits')],
    of: 'visits',
    hasDayTotals: true,
  },
  pages: {
    group: 'traffic',
    title: 'Pages',
    about: 'Which pages are viewed, by how many visits, and for how long.',
    key: 'Page',
    rows: 'page',
    chart: 'bars',
    columns: [
      column('pageViews', 'Page views'),
      column('visits', 'Visits'),
      column('averageSeconds', 'Average time', 'seconds'),
    ],
    of: 'visits',
    hasDayTotals: false,
  },
  'entry-pages': {
    group: 'traffic',
    title: 'Entry pages',
    about: 'Where visits begin, how many leave at once, and what they bring.',
    key: 'Entry page',
    rows: 'page',
    chart: 'bars',
    columns: [column('visits', 'Visits'), column('onePagePercent', 'One page only', 'percent'), ...worth],
    of: 'visits',
    hasDayTotals: false,
  },
  'exit-pages': {
    group: 'traffic',
    title: 'Exit pages',
    about: 'The last page of each visit.',
    key: 'Exit page',
    rows: 'page',
    chart: 'bars',
    columns: [column('visits', 'Visits'), column('visitPercent', 'Share of visits', 'percent')],
    of: 'visits',
    hasDayTotals: false,
  },
  'content-groups': {
    group: 'traffic',
    title: 'Content groups',
    about: 'Page views of pages grouped under names.',
    key: 'Content group',
    rows: 'name',
    chart: 'bars',
    columns: [
      column('pageViews', 'Page views'),
      column('visits', 'Visits'),
      column('averageSeconds', 'Average time', 'seconds'),
    ],
    of: 'visits',
    hasDayTotals: false,
  },
  'first-referrers': {
    group: 'sources',
    title: 'First referrers',
    about:
      'What first brought visitors here, and what became of them: prospects, customers and revenue are credited to it.',
    key: 'First referrer',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: false,
  },
  referrers: {
    group: 'sources',
    title: 'Referrers',
    about: 'Which sites led to the visits of these days.',
    key: 'Referrer',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: false,
  },
  'referring-sites': {
    group: 'sources',
    title: 'Referring sites',
    about: 'Visits by search engine and other sites of your list of referring sites.',
    key: 'Referring site',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: true,
  },
  'search-phrases': {
    group: 'sources',
    title: 'Search phrases',
    about: 'What people searched for before they came, where the search engine tells.',
    key: 'Search phrase',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: false,
  },
  campaigns: {
    group: 'sources',
    title: 'Campaigns',
    about: 'Visits by campaign, source and medium of their links (utm parameters).',
    key: 'Campaign',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: false,
  },
  attribution: {
    group: 'sources',
    title: 'Revenue by touch',
    about:
      'Revenue of these days, credited to the first referrer, the last one, or equally to every visit up to the sale.',
    key: 'Referrer',
    rows: 'name',
    chart: 'bars',
    columns: [
      column('firstTouch', 'First touch', 'money'),
      column('lastTouch', 'Last touch', 'money'),
      column('linearTouch', 'Linear', 'money'),
    ],
    of: 'visits',
    hasDayTotals: false,
  },
  countries: {
    group: 'places',
    title: 'Countries',
    about: 'Where visitors seem to be.',
    key: 'Country',
    rows: 'country',
    chart: 'map',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: true,
  },
  cities: {
    group: 'places',
    title: 'Cities',
    about: 'Cities and regions that visits seem to come from.',
    key: 'City',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: false,
  },
  organisations: {
    group: 'places',
    title: 'Organisations',
    about: 'Who owns the addresses that visits come from. Estimates.',
    key: 'Organisation',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: false,
  },
  browsers: {
    group: 'technology',
    title: 'Browsers',
    about: 'Browsers that visitors use.',
    key: 'Browser',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: true,
  },
  'operating-systems': {
    group: 'technology',
    title: 'Operating systems',
    about: 'Operating systems that visitors use.',
    key: 'Operating system',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: true,
  },
  devices: {
    group: 'technology',
    title: 'Devices',
    about: 'Computers, phones and tablets.',
    key: 'Device',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: true,
  },
  languages: {
    group: 'technology',
    title: 'Languages',
    about: 'Languages that browsers ask for.',
    key: 'Language',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: true,
  },
  screens: {
    group: 'technology',
    title: 'Screen widths',
    about: 'How wide visitors’ screens are.',
    key: 'Width in px',
    rows: 'name',
    chart: 'bars',
    columns: visitsAndWorth,
    of: 'visits',
    hasDayTotals: false,
  },
  alerts: {
    group: 'rules',
    title: 'Alerts',
    about: 'Visits by the alert that matched, free and paid, and what the clicks cost.',
    key: 'Alert',
    rows: 'name',
    chart: 'bars',
    columns: [
      column('visits', 'Visits'),
      column('free', 'Free'),
      column('paid', 'Paid'),
      column('clickCost', 'Click cost', 'money'),
      ...worth,
    ],
    of: 'visits',
    hasDayTotals: true,
  },
  'prospect-types': {
    group: 'rules',
    title: 'Prospect types',
    about: 'Visits in which each prospect rule fired.',
    key: 'Prospect type',
    rows: 'name',
    chart: 'bars',
    columns: [column('visits', 'Visits')],
    of: 'visits',
    hasDayTotals: true,
  },
  invites: {
    group: 'rules',
    title: 'Invites',
    about: 'What became of invites, and the chats and revenue that followed.',
    key: 'Invite',
    rows: 'name',
    chart: 'bars',
    columns: [
      column('sent', 'Sent'),
      column('shown', 'Shown'),
      column('accepted', 'Accepted'),
      column('acceptedPercent', 'Accepted of shown', 'percent'),
      column('declined', 'Declined'),
      column('chats', 'Chats'),
      column('revenue', 'Revenue', 'money'),
      column('suppressed', 'Held back'),
    ],
    of: 'visits',
    hasDayTotals: false,
  },
  chats: {
    group: 'chats',
    title: 'Chats',
    about: 'Chat requests over time, how many were taken, how long visitors waited, and how they rated.',
    key: 'Day',
    rows: 'day',
    chart: 'lines',
    columns: [
      column('requests', 'Chat requests'),
      column('taken', 'Taken'),
      column('missed', 'Missed'),
      column('averageWait', 'Average wait', 'seconds'),
      column('inTimePercent', 'Taken before level two', 'percent'),
      column('averageLength', 'Average length', 'seconds'),
      column('ratings', 'Ratings'),
      column('averageRating', 'Average rating', 'decimal'),
    ],
    of: 'chats',
    hasDayTotals: true,
  },
  'chat-hours': {
    group: 'chats',
    title: 'Chats by hour',
    about: 'When chats are asked for, by weekday and hour of the site’s time zone.',
    key: 'Hour',
    rows: 'hour',
    chart: 'hours',
    columns: [column('requests', 'Chat requests'), column('missed', 'Missed')],
    of: 'chats',
    hasDayTotals: true,
  },
  'waiting-times': {
    group: 'chats',
    title: 'Waiting times',
    about: 'How long visitors waited until a chat was taken.',
    key: 'Waited',
    rows: 'name',
    chart: 'bars',
    columns: [column('chats', 'Chats'), column('chatPercent', 'Share', 'percent')],
    of: 'chats',
    hasDayTotals: true,
  },
  'missed-chats': {
    group: 'chats',
    title: 'Missed chats',
    about: 'Chats that nobody took, by what stood in the way, and how many were answered later.',
    key: 'Reason',
    rows: 'name',
    chart: 'bars',
    columns: [column('chats', 'Chats'), column('answered', 'Answered later')],
    of: 'chats',
    hasDayTotals: false,
  },
  ratings: {
    group: 'chats',
    title: 'Ratings',
    about: 'How visitors rated their chats.',
    key: 'Rating',
    rows: 'name',
    chart: 'bars',
    columns: [column('chats', 'Chats'), column('chatPercent', 'Share', 'percent')],
    of: 'chats',
    hasDayTotals: true,
  },
  departments: {
    group: 'chats',
    title: 'Departments',
    about: 'Chats by the department that they were for.',
    key: 'Department',
    rows: 'name',
    chart: 'bars',
    columns: [
      column('requests', 'Chat requests'),
      column('taken', 'Taken'),
      column('missed', 'Missed'),
      column('averageWait', 'Average wait', 'seconds'),
      column('averageRating', 'Average rating', 'decimal'),
    ],
    of: 'chats',
    hasDayTotals: false,
  },
  'chat-wrap-ups': {
    group: 'chats',
    title: 'Wrap-ups',
    about: 'How chats were classified. A branch counts all below it.',
    key: 'Wrap-up',
    rows: 'tree',
    chart: 'bars',
    columns: [column('chats', 'Chats'), column('chatPercent', 'Share', 'percent')],
    of: 'chats',
    hasDayTotals: true,
  },
  'chat-tags': {
    group: 'chats',
    title: 'Tags',
    about: 'Chats by tag; one chat can have several.',
    key: 'Tag',
    rows: 'name',
    chart: 'bars',
    columns: [column('chats', 'Chats'), column('chatPercent', 'Share of chats', 'percent')],
    of: 'chats',
    hasDayTotals: false,
  },
  operators: {
    group: 'operators',
    title: 'Operators',
    about: 'Time in each status, chats, answering times and ratings of each operator.',
    key: 'Operator',
    rows: 'name',
    chart: 'bars',
    columns: [
      column('chats', 'Chats'),
      column('averageFirstAnswer', 'First answer after', 'seconds'),
      column('averageAnswer', 'Later answers after', 'seconds'),
      column('averageLength', 'Average length', 'seconds'),
      column('averageRating', 'Average rating', 'decimal'),
      column('onlineSeconds', 'Online', 'seconds'),
      column('busySeconds', 'Busy', 'seconds'),
      column('beRightBackSeconds', 'Be right back', 'seconds'),
      column('awaySeconds', 'Away', 'seconds'),
    ],
    of: 'operators',
    hasDayTotals: false,
  },
} as const satisfies Record<string, ReportDefinition>;

export type ReportId = keyof typeof reportDefinitions;
export const reportIds = Object.keys(reportDefinitions) as [ReportId, ...ReportId[]];

/** Longest range of days a report is made over. */
export const maxReportDays = 3660;

export const reportQueryFields = {
  from: daySchema,
  to: daySchema,
  /** What it is compared with: as many days right before, the same days a year before, or nothing. */
  compare: z.enum(['before', 'yearBefore', 'none']).default('none'),
  filter: filterField,
  /** How long a stretch of time of a `day` report is, weeks from Monday. */
  grain: z.enum(['day', 'week', 'month']).default('day'),
  /** Column that rows are ordered by, descending; left out: the first. */
  sort: text(40).optional(),
  /** Rows at most; the rest is summed up in `rest`. Stretches of time are never cut. */
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
};

export const reportQuerySchema = z
  .strictObject(reportQueryFields)
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before the first day' });
export type ReportQuery = z.infer<typeof reportQuerySchema>;

/** One number per column, in their order; null: there is none, such as an average of nothing. */
const numbers = z.array(z.number().nullable());

export const reportRowSchema = z.object({
  /** What the row is of: a day, country code, address, id of a document, … Empty: nothing is known, such as no country. */
  key: z.string(),
  /** The key in words where it is not words itself. Texts are what visitors sent: show as text only. */
  label: z.string(),
  /** 0: at the top. Only of trees. */
  depth: z.number().int(),
  values: numbers,
  /** Of the range compared with; null: none was asked for, or it had no such row. */
  before: numbers.nullable(),
  /** What the list of visits or chats is filtered by to show what was counted; null: no condition can say it. */
  filter: expressionSchema.nullable(),
  /** Days of the list, where the row is a stretch of time. */
  days: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
});
export type ReportRow = z.infer<typeof reportRowSchema>;

/** A report as answered. */
export const reportSchema = z.object({
  id: z.enum(reportIds),
  from: z.iso.date(),
  to: z.iso.date(),
  before: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
  /** ISO 4217, of money. */
  currency: z.string(),
  rows: z.array(reportRowSchema),
  /** Sum of the rows that were cut; null: none were. */
  rest: z.object({ rows: z.number().int(), values: numbers }).nullable(),
  /** Over everything, not the sum of the rows where those overlap. */
  totals: z.object({ values: numbers, before: numbers.nullable() }),
  /** What it was read from. */
  source: z.enum(['dayTotals', 'facts']),
});
export type Report = z.infer<typeof reportSchema>;
