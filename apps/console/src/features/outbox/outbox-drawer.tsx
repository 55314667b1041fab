import { type OutboxDetail, retryableOutboxStates } from '@foyer/protocol/outbox';
import { Button, Drawer } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { errorText } from '../../api/rest-client.ts';
import { Facts } from '../../ui/facts.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { outboxItemQuery, refreshOutbox, retryItem } from './outbox-api.ts';
import classes from './outbox-drawer.module.css';
import { OutboxStateMark } from './outbox-state-mark.tsx';

interface OutboxDrawerProps {
  siteId: string;
  /** Null for closed. */
  outboxId: string | null;
  onClose: () => void;
}

/** One item over the list: what it says and what was answered, as plain text. */
export function OutboxDrawer({ siteId, outboxId, onClose }: OutboxDrawerProps) {
  const { t } = useTranslation('outbox');
  const { t: tShell } = useTranslation('shell');
  return (
    <Drawer
      opened={outboxId !== null}
      onClose={onClose}
      size="36rem"
      title={t('detail')}
      closeButtonProps={{ 'aria-label': tShell('close') }}
    >
      {outboxId === null ? null : <Item key={outboxId} siteId={siteId} outboxId={outboxId} />}
    </Drawer>
  );
}

function Item({ siteId, outboxId }: { siteId: string; outboxId: string }) {
  const { t } = useTranslation('outbox');
  const item = useQuery(outboxItemQuery(siteId, outboxId));
  if (item.isPending) return <Loading />;
  if (item.isError) return <Failure error={item.error} onRetry={() => void item.refetch()} />;
  const { kind, recipient, cause, visitId, state, attempts, createdAt, nextAt, settledAt, lastAnswer, payload } =
    item.data;
  return (
    <>
      <Facts
        facts={[
          [t('column.recipient'), recipient],
          [t('column.kind'), t(`kind.${kind}`)],
          [t('column.cause'), cause],
          [t('column.state'), <OutboxStateMark key="state" state={state} />],
          [t('column.attempts'), attempts],
          [t('created'), <Moment key="created" at={createdAt} />],
          [t('column.next'), nextAt === null ? null : <Moment key="next" at={nextAt} />],
          [t('settled'), settledAt === null ? null : <Moment key="settled" at={settledAt} />],
          [
            t('visit'),
            visitId === null ? null : (
              <Link key="visit" href={`/visits/${visitId}`}>
                {t('openVisit')}
              </Link>
            ),
          ],
        ]}
      />
      <p className={classes.hint}>{t(`stateHint.${state}`)}</p>
      <Retry siteId={siteId} item={item.data} />
      <Section title={t('lastAnswer')}>
        {lastAnswer === null ? (
          <p className={classes.hint}>{t('noAnswer')}</p>
        ) : (
          <Plain label={t('lastAnswer')} text={lastAnswer} />
        )}
      </Section>
      <Section title={t('payload')}>
        <Plain label={t('payload')} text={payload} />
      </Section>
    </>
  );
}

/** Text from outside, shown as it is. */
function Plain({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.plain} tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}

function Retry({ siteId, item }: { siteId: string; item: OutboxDetail }) {
  const { t } = useTranslation('outbox');
  const retry = useMutation({
    mutationFn: () => retryItem(siteId, item.id),
    onSuccess: () => notifyDone(t('retried', { count: 1 })),
    onError: (error) => notifyFailed(errorText(error), t('retryFailed')),
    onSettled: () => refreshOutbox(siteId),
  });
  if (!retryableOutboxStates.some((state) => state === item.state)) return null;
  return (
    <Button mb="lg" leftSection={<IconRefresh size={14} />} loading={retry.isPending} onClick={() => retry.mutate()}>
      {t('retry')}
    </Button>
  );
}
