import type { ChatNotice, NoticedOperator } from '@foyer/protocol/chat-notice';
import { IconCheck, IconCircleDashed, IconMinus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { chatNoticesQuery } from './missed-chats-api.ts';
import classes from './notice-record.module.css';

/** For each notice of a chat that waited: who could have taken it, who was told, and whose console has shown it. */
export function NoticeRecord({ siteId, chatId }: { siteId: string; chatId: string }) {
  const { t } = useTranslation('missedChats');
  const notices = useQuery(chatNoticesQuery(siteId, chatId));
  if (notices.isPending) return <Loading />;
  if (notices.isError) return <Failure error={notices.error} onRetry={() => void notices.refetch()} />;
  if (notices.data.length === 0) return <p className={classes.dim}>{t('noNotices')}</p>;
  const first = notices.data[0]?.waitingSince;
  return (
    <ol className={classes.notices}>
      {notices.data.map((notice) => (
        <Notice
          key={`${notice.waitingSince} ${notice.notice}`}
          notice={notice}
          isAgain={notice.notice === 'request' && notice.waitingSince !== first}
        />
      ))}
    </ol>
  );
}

function Notice({ notice: { notice, at, operators }, isAgain }: { notice: ChatNotice; isAgain: boolean }) {
  const { t } = useTranslation('missedChats');
  const could = operators.filter(isEligible).map(({ name }) => name);
  return (
    <li>
      <h3 className={classes.head}>
        {t(`notice.${isAgain ? 'again' : notice}`)} <Moment at={at} />
      </h3>
      <p className={classes.summary}>
        {could.length === 0
          ? t('could', { count: 0 })
          : t('could', { count: could.length, names: new Intl.ListFormat('en').format(could) })}{' '}
        {operators.length === 0 ? t('nobodyThere') : null}
      </p>
      <ul className={classes.operators}>
        {operators.map((operator) => (
          <Operator key={operator.operatorId} operator={operator} />
        ))}
      </ul>
    </li>
  );
}

function isEligible({ status, obstacle }: NoticedOperator): boolean {
  return status !== null && obstacle === null;
}

function Operator({ operator }: { operator: NoticedOperator }) {
  const { t } = useTranslation('missedChats');
  const { name, told } = operator;
  const isShown = told.some(({ confirmedAt }) => confirmedAt !== null);
  const Icon = isShown ? IconCheck : told.length > 0 ? IconCircleDashed : IconMinus;
  const clock = (at: number) => dayjs(at).format('HH:mm:ss');
  const facts = [
    ...useStanding(operator),
    ...told.flatMap(({ channel, at, confirmedAt }) => [
      t(`operator.told.${channel}`, { at: clock(at) }),
      confirmedAt === null ? t('operator.notShown') : t('operator.shown', { at: clock(confirmedAt) }),
    ]),
    ...(told.length === 0 && isEligible(operator) ? [t('operator.notTold')] : []),
  ];
  return (
    <li className={classes.operator} data-shown={isShown}>
      <Icon size={14} aria-hidden />
      <span>
        <strong>{name}</strong>: {facts.join('; ')}
      </span>
    </li>
  );
}

/** Whether an operator could have taken it, and if not why, in words. */
function useStanding({ status, obstacle, activeChats }: NoticedOperator): string[] {
  const { t } = useTranslation('missedChats');
  if (status === null) return [t('operator.came')];
  switch (obstacle) {
    case null:
      return [t('operator.could')];
    case 'status':
      return [t(`operator.status.${status}`)];
    case 'noRoom':
      return [t('operator.noRoom', { count: activeChats })];
    case 'notRouted':
      return [t('operator.notRouted')];
  }
}
