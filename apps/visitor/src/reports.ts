import type { PageMessage } from '@foyer/protocol/visitor-socket';

const mostKept = 30;

/** A message that the server acknowledges by its number `n`. */
type NumberedReport = Extract<PageMessage, { n: number }>;
type WithoutNumber<T> = T extends unknown ? Omit<T, 'n' | 'ageMs'> : never;
/** What a page reports, beside its number and age. */
export type Report = WithoutNumber<NumberedReport>;
/** What a page view tells. */
export type PageView = Extract<Report, { type: 'page.viewed' }>;

/**
 * The reports of one tab that the server has not yet taken over, under one counter, oldest first. At most 30: events go
 * first, then page views, each oldest first; money goes last.
 */
export interface Reports {
  /** Keeps a report until `recorded`. Answers what can be told now: nothing before the first page view, which goes ahead. */
  add(report: Report, now: number): NumberedReport[];
  recorded(n: number): void;
  /** All that is kept and can be told, each with its age at `now`. */
  untold(now: number): NumberedReport[];
  /** The newest page view, kept or not; null before the first. */
  page(): PageView | null;
  /** Forgets them all, and the page view. */
  clear(): void;
}

export function reports(): Reports {
  /** `n` is 0 until there is a page view: without one, the server would not know whose report it is. */
  let kept: { n: number; at: number; report: Report }[] = [];
  let page: PageView | null = null;
  let lastN = 0;

  function aged(items: typeof kept, now: number): NumberedReport[] {
    return items.map(
      ({ n, at, report }) =>
        ({ ...report, n, ageMs: Math.min(86_400_000, Math.max(0, Math.round(now - at))) }) as NumberedReport,
    );
  }

  return {
    add(report, now) {
      const item = { n: 0, at: now, report };
      if (report.type === 'page.viewed') {
        kept = page ? [...kept, item] : [item, ...kept];
        page = report;
      } else kept.push(item);
      if (kept.length > mostKept) {
        const oldest = (type: Report['type']) => kept.find((one) => one.report.type === type);
        const dropped = oldest('event.happened') ?? oldest('page.viewed') ?? kept[0];
        kept = kept.filter((one) => one !== dropped);
      }
      if (!page) return [];
      const fresh = kept.filter(({ n }) => !n);
      // Those that waited for the page view belong to it: they didn't happen before it.
      for (const one of fresh) Object.assign(one, { n: ++lastN, at: now });
      return aged(fresh, now);
    },
    recorded(n) {
      kept = kept.filter((one) => one.n !== n);
    },
    untold: (now) =>
      aged(
        kept.filter(({ n }) => n),
        now,
      ),
    page: () => page,
    clear() {
      kept = [];
      page = null;
    },
  };
}
