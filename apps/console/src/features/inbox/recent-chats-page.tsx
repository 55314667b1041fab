import { type ChatEntry, type ChatSummary, chatEntrySchema, chatStates, chatSummarySchema } from '@foyer/protocol/chat';
import { pageOf } from '@foyer/protocol/cursor';
import { Button, Select } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { itemsOf, request } from '../../api/rest-client.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatElapsed } from '../../ui/elapsed.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { SidePanel, WithPanel } from '../../ui/side-panel.tsx';
import { DepartmentFilter } from '../routing/department-filter.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { RatingMark } from '../surveys/rating-mark.tsx';
import { TagFilter } from '../tags/tag-filter.tsx';
import { TagList } from '../tags/tag-list.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { WrapUpFilter } from '../wrap-up/wrap-up-filter.tsx';
import { ChatNotes } from './chat-notes.tsx';
import { ChatStateMark } from './chat-state-mark.tsx';
import { EntryRow } from './entry-row.tsx';
import { ChatTabs } from './inbox-page.tsx';

const chatPage = pageOf(chatSummarySchema);

/** Chats of before, missed ones among them, with their transcripts. */
export function RecentChatsPage({ chatId }: { chatId: string | null }) {
  const { t } = useTranslation('inbox');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const [state, setState] = useState<string | null>(() => stateOf(new URLSearchParams(location.search).get('state')));
  const [wrapUp, setWrapUp] = useState<string | null>(null);
  const [tag, setTag] = useState<string | null>(null);
  const [department, setDepartment] = useState<string | null>(null);
  usePageTitle(t('recent'));
  const columns = useColumns();
  const chats = useInfiniteQuery({
    queryKey: ['site', siteId, 'chats', state, wrapUp, tag, department],
    queryFn: ({ pageParam }) => {
      const query = Object.entries({ state, wrapUp, tag, department, cursor: pageParam }).filter(
        ([, value]) => value !== null,
      );
      return request('GET', `/sites/${siteId}/chats?${new URLSearchParams(query as [string, string][])}`, chatPage);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const isFiltered = state !== null || wrapUp !== null || tag !== null || department !== null;
  const rows = useMemo(() => chats.data?.pages.flatMap((page) => page.items) ?? [], [chats.data]);
  const open = useCallback((chat: ChatSummary) => navigate(`/recent-chats/${chat.id}`), [navigate]);
  const close = useCallback(() => navigate('/recent-chats'), [navigate]);
  const panel =
    chatId === null ? null : (
      <SidePanel title={t('transcript')} onClose={close}>
        <Transcript siteId={siteId} chatId={chatId} chat={rows.find((one) => one.id === chatId)} />
      </SidePanel>
    );
  return (
    <Page
      title={t('title')}
      about={<ChatTabs />}
      actions={
        <>
          <DepartmentFilter siteId={siteId} value={department} onChange={setDepartment} />
          <WrapUpFilter siteId={siteId} value={wrapUp} onChange={setWrapUp} />
          <TagFilter siteId={siteId} value={tag} onChange={setTag} />
          <Select
            aria-label={t('stateFilter')}
            placeholder={t('allStates')}
            size="xs"
            w={140}
            clearable
            data={chatStates.map((one) => ({ value: one, label: t(`state.${one}`) }))}
            value={state}
            onChange={setState}
          />
        </>
      }
    >
      <WithPanel panel={panel}>
        {chats.isPending ? (
          <Loading />
        ) : chats.isError ? (
          <Failure error={chats.error} onRetry={() => void chats.refetch()} />
        ) : rows.length === 0 ? (
          <Empty icon={<IconMessages size={22} />} title={t(isFiltered ? 'noneFound' : 'noRecent')}>
            {t(isFiltered ? 'noneFoundText' : 'noRecentText')}
          </Empty>
        ) : (
          <DataTable
            label={t('listLabel')}
            columns={columns}
            rows={rows}
            keyOf={(chat) => chat.id}
            chosenKey={chatId}
            onOpen={open}
            footer={
              chats.hasNextPage ? (
                <More isBusy={chats.isFetchingNextPage} onMore={() => void chats.fetchNextPage()} />
              ) : null
            }
          />
        )}
      </WithPanel>
    </Page>
  );
}

function stateOf(text: string | null): string | null {
  return chatStates.find((one) => one === text) ?? null;
}

function More({ isBusy, onMore }: { isBusy: boolean; onMore: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <Button variant="subtle" m="sm" loading={isBusy} onClick={onMore}>
      {t('loadMore')}
    </Button>
  );
}

function useColumns(): Column<ChatSummary>[] {
  const { t } = useTranslation('inbox');
  const { t: tSurveys } = useTranslation('surveys');
  return useMemo(
    () => [
      {
        id: 'visitor',
        title: t('column.visitor'),
        width: '15rem',
        render: (chat) => (
          <Link href={`/recent-chats/${chat.id}`} data-list-item>
            {visitorLabel({ name: chat.visitorName, country: chat.country })}
          </Link>
        ),
      },
      { id: 'state', title: t('column.state'), width: '15rem', render: (chat) => <ChatStateMark chat={chat} /> },
      { id: 'lastMessage', title: t('column.lastMessage'), render: (chat) => chat.lastMessage },
      { id: 'operator', title: t('column.operator'), width: '9rem', render: (chat) => chat.operatorName },
      {
        id: 'wrapUp',
        title: t('column.wrapUp'),
        width: '9rem',
        render: (chat) => chat.wrapUp?.path.join(' › ') ?? '',
      },
      {
        id: 'rating',
        title: tSurveys('ratingColumn'),
        width: '5rem',
        render: (chat) => <RatingMark rating={chat.rating} />,
      },
      { id: 'tags', title: t('column.tags'), width: '11rem', render: (chat) => <TagList chat={chat} /> },
      {
        id: 'requested',
        title: t('column.requested'),
        width: '9rem',
        render: (chat) => <Moment at={chat.requestedAt} />,
      },
      {
        id: 'waited',
        title: t('column.waited'),
        width: '5.5rem',
        align: 'right',
        render: (chat) =>
          (chat.acceptedAt ?? chat.endedAt) === null
            ? ''
            : formatElapsed((chat.acceptedAt ?? chat.endedAt ?? 0) - chat.requestedAt),
      },
      {
        id: 'length',
        title: t('column.length'),
        width: '5.5rem',
        align: 'right',
        render: (chat) =>
          chat.acceptedAt === null || chat.endedAt === null ? '' : formatElapsed(chat.endedAt - chat.acceptedAt),
      },
    ],
    [t, tSurveys],
  );
}

const entryItems = itemsOf(chatEntrySchema);

/** A page of a log, and whether another follows. */
const entryPage = {
  parse: (value: unknown) => ({
    items: entryItems.parse(value),
    hasMore: typeof value === 'object' && value !== null && 'next' in value && value.next !== null,
  }),
};

/** Reads a whole log, page by page. */
async function readEntries(siteId: string, chatId: string): Promise<ChatEntry[]> {
  const all: ChatEntry[] = [];
  for (;;) {
    const page = await request('GET', `/sites/${siteId}/chats/${chatId}/entries?after=${all.length}`, entryPage);
    all.push(...page.items);
    if (!page.hasMore || page.items.length === 0) return all;
  }
}

/** A chat's log as it was, with how it was classified. */
export function Transcript({
  siteId,
  chatId,
  chat,
}: {
  siteId: string;
  chatId: string;
  chat: ChatSummary | undefined;
}) {
  const entries = useQuery({
    queryKey: ['site', siteId, 'entries', chatId],
    queryFn: () => readEntries(siteId, chatId),
  });
  if (entries.isPending) return <Loading />;
  if (entries.isError) return <Failure error={entries.error} onRetry={() => void entries.refetch()} />;
  const visitorName = visitorLabel({ name: chat?.visitorName ?? null, country: chat?.country ?? null });
  return (
    <>
      {chat === undefined ? null : <ChatNotes chat={chat} onChanged={() => void entries.refetch()} />}
      {entries.data.map((entry, place) => (
        <EntryRow
          key={entry.seq}
          entry={entry}
          files={`/sites/${siteId}/chats/${chatId}/files`}
          before={entries.data[place - 1]}
          visitorName={visitorName}
          mark={null}
        />
      ))}
    </>
  );
}
