import type { OutboxItem } from '@foyer/protocol/outbox';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Column } from '../../ui/data-table.tsx';
import { Moment } from '../../ui/moment.tsx';
import { OutboxAge } from './outbox-age.tsx';
import { OutboxStateMark } from './outbox-state-mark.tsx';

/** Columns of the outbox. */
export function useOutboxColumns(): Column<OutboxItem>[] {
  const { t } = useTranslation('outbox');
  return useMemo(
    () => [
      {
        id: 'recipient',
        title: t('column.recipient'),
        render: (item) => (
          <Link href={`/settings/outbox/${item.id}`} data-list-item title={item.recipient}>
            {item.recipient}
          </Link>
        ),
      },
      { id: 'kind', title: t('column.kind'), width: '6rem', render: (item) => t(`kind.${item.kind}`) },
      {
        id: 'cause',
        title: t('column.cause'),
        width: '12rem',
        render: (item) => <span title={item.cause}>{item.cause}</span>,
      },
      {
        id: 'state',
        title: t('column.state'),
        width: '10rem',
        render: (item) => <OutboxStateMark state={item.state} />,
      },
      { id: 'attempts', title: t('column.attempts'), width: '5.5rem', align: 'right', render: (item) => item.attempts },
      {
        id: 'next',
        title: t('column.next'),
        width: '8.5rem',
        render: (item) => (item.nextAt === null ? null : <Moment at={item.nextAt} />),
      },
      {
        id: 'age',
        title: t('column.age'),
        width: '5.5rem',
        align: 'right',
        render: (item) => <OutboxAge createdAt={item.createdAt} />,
      },
    ],
    [t],
  );
}
