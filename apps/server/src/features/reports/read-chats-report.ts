import { readChatCounts, sumParts } from './read-chat-counts.ts';
import type { ReportReader } from './report-reader.ts';

const counters = [
  'chats',
  'chatsTaken',
  'chatsMissed',
  'chatWaitMs',
  'chatsInTime',
  'chatLengthMs',
  'chatsOver',
] as const;
const ratings = [1, 2, 3, 4, 5] as const;
const place = (counter: (typeof counters)[number]) => counters.indexOf(counter);
const rated = counters.length;
const ratingSum = counters.length + 1;

/** Chat requests, and what came of them, day by day. */
export const readChatsReport: ReportReader = {
  columns: [
    { part: place('chats') },
    { part: place('chatsTaken') },
    { part: place('chatsMissed') },
    { part: place('chatWaitMs'), per: place('chatsTaken'), times: 0.001 },
    { part: place('chatsInTime'), per: place('chatsTaken'), times: 100 },
    { part: place('chatLengthMs'), per: place('chatsOver'), times: 0.001 },
    { part: rated },
    { part: ratingSum, per: rated, times: 1 },
  ],
  async read(context, question) {
    const { counts, source } = await readChatCounts(context, question, [
      ...counters,
      ...ratings.map((rating) => `chatRating:${rating}`),
    ]);
    const days = sumParts(counts, counters.length + 2, ({ day, counter }) => {
      const part = (counters as readonly string[]).indexOf(counter);
      if (part >= 0) return { key: day, parts: [[part, 1]] };
      return {
        key: day,
        parts: [
          [rated, 1],
          [ratingSum, Number(counter.slice('chatRating:'.length))],
        ],
      };
    });
    const rows = [...days].map(([key, parts]) => ({ key, label: key, parts, filter: null }));
    return { rows, rest: null, totals: null, source };
  },
};
