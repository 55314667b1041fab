import dayjs from 'dayjs';

/** An instant in the reader's own time: the time alone today, with the date before. */
export function formatMoment(at: number, now: number): string {
  const moment = dayjs(at);
  if (moment.isSame(now, 'day')) return moment.format('HH:mm');
  return moment.isSame(now, 'year') ? moment.format('D MMM, HH:mm') : moment.format('D MMM YYYY, HH:mm');
}

/** The same as an element that machines can read. */
export function Moment({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={dayjs(at).format('dddd, D MMMM YYYY, HH:mm:ss')}>
      {formatMoment(at, Date.now())}
    </time>
  );
}
