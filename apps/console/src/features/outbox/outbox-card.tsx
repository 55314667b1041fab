import type { OutboxItem } from '@foyer/protocol/outbox';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { OutboxAge } from './outbox-age.tsx';
import classes from './outbox-card.module.css';
import { OutboxStateMark } from './outbox-state-mark.tsx';

/** An item in narrow windows. */
export function OutboxCard({ item }: { item: OutboxItem }) {
  const { t } = useTranslation('outbox');
  return (
    <li className={classes.card}>
      <div className={classes.line}>
        <Link href={`/settings/outbox/${item.id}`} className={classes.recipient} data-list-item>
          {item.recipient}
        </Link>
        <OutboxStateMark state={item.state} />
      </div>
      <div className={classes.line}>
        <span className={classes.cause}>
          {t(`kind.${item.kind}`)} · {item.cause}
        </span>
        <span className={classes.age}>
          {t('attempts', { count: item.attempts })} · <OutboxAge createdAt={item.createdAt} />
        </span>
      </div>
    </li>
  );
}
