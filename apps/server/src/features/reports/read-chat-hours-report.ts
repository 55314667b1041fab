import { readChatCounts, sumParts } from './read-chat-counts.ts';
import { weekdayOf } from './report-days.ts';
import type { ReportReader } from './report-reader.ts';

const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

/** When chats are asked for, and missed, by weekday and hour. */
export const readChatHoursReport: ReportReader = {
  columns: [{ part: 0 }, { part: 1 }],
  async read(context, question) {
    const { counts, source } = await readChatCounts(
      context,
      question,
      hours.flatMap((hour) => [`chatHour:${hour}`, `chatMissedHour:${hour}`]),
    );
    const sums = sumParts(counts, 2, ({ day, counter }) => {
      const [family = '', hour] = counter.split(':');
      return { key: `${weekdayOf(day)} ${Number(hour)}`, parts: [[family === 'chatHour' ? 0 : 1, 1]] };
    });
    const rows = [...sums].map(([key, parts]) => ({ key, label: key, parts, filter: null }));
    return { rows, rest: null, totals: null, source };
  },
};
