import { type MissedChat, type MissedChatFilter, missedChatFilters } from '@foyer/protocol/missed-chat';
import { Button } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { SidePanel, WithPanel } from '../../ui/side-panel.tsx';
import { ChatTabs } from '../inbox/inbox-page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { AnswerMark } from './answer-mark.tsx';
import { MissedChatPanel } from './missed-chat-panel.tsx';
import { missedChatsQuery, missedCountQuery } from './missed-chats-api.ts';
import classes from './missed-chats-page.module.css';

/** Chats that nobody took, and messages left while nobody was there: who answers them, and what became of them. */
export function MissedChatsPage({ chatId }: { chatId: string | null }) {
  const { t } = useTranslation('missedChats');
  const { t: tInbox } = useTranslation('inbox');
  const { t: tShell } = useTranslation('shell');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const [status, setStatus] = useState<MissedChatFilter>('open');
  usePageTitle(t('tab'));
  const columns = useColumns();
  const chats = useInfiniteQuery(missedChatsQuery(siteId, status));
  const rows = useMemo(() => chats.data?.pages.flatMap((page) => page.items) ?? [], [chats.data]);
  const open = useCallback((missed: MissedChat) => navigate(`/missed-chats/${missed.chat.id}`), [navigate]);
  const close = useCallback(() => navigate('/missed-chats'), [navigate]);
  const panel =
    chatId === null ? null : (
      <SidePanel title={t('panel')} onClose={close}>
        <MissedChatPanel key={chatId} siteId={siteId} chatId={chatId} />
      </SidePanel>
    );
  return (
    <Page title={tInbox('title')} about={<ChatTabs />} actions={<Filters status={status} onChange={setStatus} />}>
      <WithPanel panel={panel}>
        {chats.isPending ? (
          <Loading />
        ) : chats.isError ? (
          <Failure error={chats.error} onRetry={() => void chats.refetch()} />
        ) : rows.length === 0 ? (
          <Empty icon={<IconMailCheck size={22} />} title={t(`empty.${status}`)}>
            {t(`emptyText.${status}`)}
          </Empty>
        ) : (
          <DataTable
            label={t('listLabel')}
            columns={columns}
            rows={rows}
            keyOf={(missed) => missed.chat.id}
            chosenKey={chatId}
            onOpen={open}
            footer={
              chats.hasNextPage ? (
                <Button
                  variant="subtle"
                  m="sm"
                  loading={chats.isFetchingNextPage}
                  onClick={() => void chats.fetchNextPage()}
                >
                  {tShell('loadMore')}
                </Button>
              ) : null
            }
          />
        )}
      </WithPanel>
    </Page>
  );
}

function Filters({ status, onChange }: { status: MissedChatFilter; onChange: (status: MissedChatFilter) => void }) {
  const { t } = useTranslation('missedChats');
  const open = useQuery(missedCountQuery(useSiteId())).data?.open;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent with a form
    <div role="group" aria-label={t('filterLabel')} className={classes.filters}>
      {missedChatFilters.map((one) => (
        <button
          key={one}
          type="button"
          className={classes.filter}
          aria-pressed={one === status}
          onClick={() => onChange(one)}
        >
          {t(`filter.${one}`)}
          {one === 'open' && open ? <span className={classes.count}> {open}</span> : null}
        </button>
      ))}
    </div>
  );
}

function useColumns(): Column<MissedChat>[] {
  const { t } = useTranslation('missedChats');
  const { t: tInbox } = useTranslation('inbox');
  return useMemo(
    () => [
      {
        id: 'visitor',
        title: t('column.visitor'),
        width: '12rem',
        render: ({ chat }) => (
          <Link href={`/missed-chats/${chat.id}`} data-list-item>
            {visitorLabel({ name: chat.visitorName, country: chat.country })}
          </Link>
        ),
      },
      { id: 'state', title: t('column.state'), width: '14rem', render: (missed) => <AnswerMark missed={missed} /> },
      { id: 'question', title: t('column.question'), render: ({ question }) => question },
      {
        id: 'reason',
        title: t('column.reason'),
        width: '11rem',
        render: ({ chat }) =>
          chat.missedReason === null ? '' : tInbox(`reason.${chat.missedReason}` as 'reason.timedOut'),
      },
      {
        id: 'page',
        title: t('column.page'),
        width: '11rem',
        render: ({ chat }) => (chat.pageUrl === null ? '' : shortUrl(chat.pageUrl)),
      },
      {
        id: 'when',
        title: t('column.when'),
        width: '8rem',
        render: ({ chat }) => <Moment at={chat.requestedAt} />,
      },
    ],
    [t, tInbox],
  );
}
