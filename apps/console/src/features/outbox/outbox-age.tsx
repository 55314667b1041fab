import dayjs from 'dayjs';
import { useServerNow } from '../../api/server-clock.ts';
import { formatAgo } from '../sites/format-ago.ts';

/** How long ago an item was made, counting. */
export function OutboxAge({ createdAt }: { createdAt: number }) {
  const now = useServerNow();
  return (
    <time dateTime={new Date(createdAt).toISOString()} title={dayjs(createdAt).format('dddd, D MMMM YYYY, HH:mm:ss')}>
      {formatAgo(now - createdAt)}
    </time>
  );
}
