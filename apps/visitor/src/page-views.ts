import type { PageMessage } from '@foyer/protocol/visitor-socket';

const mostKept = 20;

type PageViewed = Extract<PageMessage, { type: 'page.viewed' }>;
/** What a page view tells beside its number and age. */
export type PageView = Omit<PageViewed, 'type' | 'n' | 'ageMs'>;

/** The page views of one tab that the server has not yet taken over, oldest first; at most 20, the oldest go first. */
export interface PageViews {
  /** Counts a page view and keeps it until `recorded`. Answers its report. */
  add(view: PageView, now: number): PageViewed;
  recorded(n: number): void;
  /** All that is kept, each with its age at `now`. */
  reports(now: number): PageViewed[];
  /** The newest page view, kept or not; null before the first. */
  newest(): PageViewed | null;
}

export function pageViews(): PageViews {
  let kept: { report: PageViewed; at: number }[] = [];
  let newest: PageViewed | null = null;
  let n = 0;
  return {
    add(view, now) {
      newest = { type: 'page.viewed', n: ++n, ...view, ageMs: 0 };
      kept = [...kept, { report: newest, at: now }].slice(-mostKept);
      return newest;
    },
    recorded(n) {
      kept = kept.filter(({ report }) => report.n !== n);
    },
    reports: (now) =>
      kept.map(({ report, at }) => ({ ...report, ageMs: Math.min(86_400_000, Math.max(0, Math.round(now - at))) })),
    newest: () => newest,
  };
}
