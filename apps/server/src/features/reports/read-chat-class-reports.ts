import { waitLimits } from '../chats/list-chat-days.ts';
import { readChatCounts, sumParts } from './read-chat-counts.ts';
import type { ReportReader } from './report-reader.ts';

/** How many chats fall into each class of a family of day totals; every class has its row, in order. */
function classReport(
  family: string,
  classes: readonly { readonly key: string; readonly label: string }[],
): ReportReader {
  return {
    columns: [{ part: 0 }, { share: 0 }],
    keepsOrder: true,
    async read(context, question) {
      const { counts, source } = await readChatCounts(
        context,
        question,
        classes.map(({ key }) => `${family}:${key}`),
      );
      const sums = sumParts(counts, 1, ({ counter }) => ({ key: counter.slice(family.length + 1), parts: [[0, 1]] }));
      const rows = classes.map(({ key, label }) => ({ key, label, parts: sums.get(key) ?? [0], filter: null }));
      return { rows: sums.size === 0 ? [] : rows, rest: null, totals: null, source };
    },
  };
}

const inWords = (seconds: number) => (seconds < 60 ? `${seconds} s` : `${seconds / 60} min`);

/** How long visitors waited until their chat was taken. */
export const readWaitingTimesReport = classReport('chatWait', [
  ...waitLimits.map((limit, index) => ({
    key: String(limit),
    label: index === 0 ? `Under ${inWords(limit)}` : `${inWords(waitLimits[index - 1] ?? 0)} to ${inWords(limit)}`,
  })),
  { key: 'more', label: `${inWords(waitLimits.at(-1) ?? 0)} and more` },
]);

/** How visitors rated their chats, the best first. */
export const readRatingsReport = classReport('chatRating', [
  { key: '5', label: '5, very good' },
  { key: '4', label: '4' },
  { key: '3', label: '3' },
  { key: '2', label: '2' },
  { key: '1', label: '1, bad' },
]);
