import { type MissedChat, type MissedChatFilter, missedChatFilters } from '@foyer/protocol/missed-chat';
import { Button } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { toSearch, useAddressFields } from '../../api/address-query.ts';
import { useSiteId } from '../../api/current-site.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { SidePanel, WithPanel } from '../../ui/side-panel.tsx';
import { waitedWords } from '../inbox/chat-columns.tsx';
import { ChatHits } from '../inbox/chat-hits.tsx';
import { isNarrowed, missedFields } from '../inbox/chat-list-address.ts';
import { ChatListBar } from '../inbox/chat-list-bar.tsx';
import { ChatTabs } from '../inbox/inbox-page.tsx';
import { useEntry } from '../inbox/recent-chats-page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { AnswerMark } from './answer-mark.tsx';
import { MissedChatPanel } from './missed-chat-panel.tsx';
import { missedChatsQuery, missedCountQuery } from './missed-chats-api.ts';
import classes from './missed-chats-page.module.css';

const path = '/missed-chats';

/** Chats that nobody took, and messages left while nobody was there: who answers them, and what became of them. */
export function MissedChatsPage({ chatId }: { chatId: string | null }) {
  const { t } = useTranslation('missedChats');
  const { t: tInbox } = useTranslation('inbox');
  const { t: tShell } = useTranslation('shell');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const [fields, change] = useAddressFields(missedFields);
  const entry = useEntry();
  const status = missedChatFilters.find((one) => one === fields.status) ?? 'open';
  usePageTitle(t('tab'));
  const hrefOf = useCallback(
    (id: string, seq = 0) => `${path}/${id}${toSearch({ ...fields, entry: seq === 0 ? null : String(seq) })}`,
    [fields],
  );
  const columns = useColumns(hrefOf);
  const chats = useInfiniteQuery(missedChatsQuery(siteId, fields));
  const isFiltered = isNarrowed(fields);
  const rows = useMemo(() => chats.data?.pages.flatMap((page) => page.items) ?? [], [chats.data]);
  const open = useCallback(
    ({ chat, hits }: MissedChat) => navigate(hrefOf(chat.id, hits?.find(({ seq }) => seq > 0)?.seq)),
    [navigate, hrefOf],
  );
  const close = useCallback(() => navigate(`${path}${toSearch(fields)}`), [navigate, fields]);
  const panel =
    chatId === null ? null : (
      <SidePanel title={t('panel')} onClose={close}>
        <MissedChatPanel key={`${chatId} ${entry}`} siteId={siteId} chatId={chatId} entry={entry} />
      </SidePanel>
    );
  return (
    <Page
      title={tInbox('title')}
      about={<ChatTabs />}
      actions={<Filters status={status} onChange={(one) => change({ status: one === 'open' ? null : one })} />}
    >
      <ChatListBar list="missedChats" path={path} fields={fields} onChange={change} />
      <WithPanel panel={panel}>
        {chats.isPending ? (
          <Loading />
        ) : chats.isError ? (
          <Failure error={chats.error} onRetry={() => void chats.refetch()} />
        ) : rows.length === 0 && isFiltered ? (
          <Empty icon={<IconMailCheck size={22} />} title={tInbox('noneFound')}>
            {tInbox('noneFoundText')}
          </Empty>
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
            sort={{
              column: fields.sort ?? 'requested',
              direction: fields.direction === 'ascending' ? 'ascending' : 'descending',
            }}
            onSort={({ column, direction }) => change({ sort: column, direction })}
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

function useColumns(hrefOf: (chatId: string, seq?: number) => string): Column<MissedChat>[] {
  const { t } = useTranslation('missedChats');
  const { t: tInbox } = useTranslation('inbox');
  return useMemo(
    () => [
      {
        id: 'visitor',
        title: t('column.visitor'),
        width: '12rem',
        render: ({ chat }) => (
          <Link href={hrefOf(chat.id)} data-list-item>
            {visitorLabel({ name: chat.visitorName, country: chat.country })}
          </Link>
        ),
      },
      { id: 'state', title: t('column.state'), width: '14rem', render: (missed) => <AnswerMark missed={missed} /> },
      {
        id: 'question',
        title: t('column.question'),
        render: ({ chat, question, hits }) =>
          hits === undefined ? (
            question
          ) : (
            <ChatHits
              hits={hits}
              visitorName={visitorLabel({ name: chat.visitorName, country: chat.country })}
              hrefOf={(seq) => hrefOf(chat.id, seq)}
            />
          ),
      },
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
        id: 'waited',
        title: tInbox('column.waited'),
        width: '5.5rem',
        align: 'right',
        sortable: true,
        render: ({ chat }) => waitedWords(chat),
      },
      {
        id: 'requested',
        title: t('column.when'),
        width: '8rem',
        sortable: true,
        render: ({ chat }) => <Moment at={chat.requestedAt} />,
      },
    ],
    [t, tInbox, hrefOf],
  );
}
