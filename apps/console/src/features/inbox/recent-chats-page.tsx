import { chatStates } from '@foyer/protocol/chat';
import { type ListedChat, listedChatSchema } from '@foyer/protocol/chat-list';
import { pageOf } from '@foyer/protocol/cursor';
import { Button, Select } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { toSearch, useAddressFields } from '../../api/address-query.ts';
import { useSiteId } from '../../api/current-site.ts';
import { request } from '../../api/rest-client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { SidePanel, WithPanel } from '../../ui/side-panel.tsx';
import { DepartmentFilter } from '../routing/department-filter.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { TagFilter } from '../tags/tag-filter.tsx';
import { WrapUpFilter } from '../wrap-up/wrap-up-filter.tsx';
import { ChatColumnChoice, useChatColumns, useChosenColumns } from './chat-columns.tsx';
import { askedOf, isNarrowed, recentFields } from './chat-list-address.ts';
import { ChatListBar } from './chat-list-bar.tsx';
import { ChatMoreFilters } from './chat-more-filters.tsx';
import { ChatTabs } from './inbox-page.tsx';
import { Transcript } from './transcript.tsx';

const chatPage = pageOf(listedChatSchema);
const path = '/recent-chats';

/** Chats of before, missed ones among them, with their transcripts: searched, narrowed, in the order that is asked for. */
export function RecentChatsPage({ chatId }: { chatId: string | null }) {
  const { t } = useTranslation('inbox');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const entry = useEntry();
  const [fields, change] = useAddressFields(recentFields);
  usePageTitle(t('recent'));
  const [chosen, choose] = useChosenColumns(fields.columns);
  const hrefOf = useCallback(
    (id: string, seq = 0) => `${path}/${id}${toSearch({ ...fields, entry: seq === 0 ? null : String(seq) })}`,
    [fields],
  );
  const columns = useChatColumns(chosen, hrefOf);
  const asked = askedOf(fields);
  const chats = useInfiniteQuery({
    queryKey: ['site', siteId, 'chats', asked],
    queryFn: ({ pageParam, signal }) => {
      const query = toSearch({ ...asked, cursor: pageParam });
      return request('GET', `/sites/${siteId}/chats${query}`, chatPage, undefined, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const isFiltered = isNarrowed(fields);
  const rows = useMemo(() => chats.data?.pages.flatMap((page) => page.items) ?? [], [chats.data]);
  const open = useCallback(
    (chat: ListedChat) => navigate(hrefOf(chat.id, chat.hits?.find(({ seq }) => seq > 0)?.seq)),
    [navigate, hrefOf],
  );
  const close = useCallback(() => navigate(`${path}${toSearch(fields)}`), [navigate, fields]);
  const panel =
    chatId === null ? null : (
      <SidePanel title={t('transcript')} onClose={close}>
        <Transcript
          key={`${chatId} ${entry}`}
          siteId={siteId}
          chatId={chatId}
          chat={rows.find((one) => one.id === chatId)}
          entry={entry}
        />
      </SidePanel>
    );
  return (
    <Page
      title={t('title')}
      about={<ChatTabs />}
      actions={<ChatColumnChoice chosen={chosen} onChange={(ids) => change({ columns: choose(ids).join(',') })} />}
    >
      <ChatListBar list="chats" path={path} fields={fields} onChange={change}>
        <DepartmentFilter
          siteId={siteId}
          value={fields.department ?? null}
          onChange={(department) => change({ department })}
        />
        <WrapUpFilter siteId={siteId} value={fields.wrapUp ?? null} onChange={(wrapUp) => change({ wrapUp })} />
        <TagFilter siteId={siteId} value={fields.tag ?? null} onChange={(tag) => change({ tag })} />
        <Select
          aria-label={t('stateFilter')}
          placeholder={t('allStates')}
          size="xs"
          w={140}
          clearable
          data={chatStates.map((one) => ({ value: one, label: t(`state.${one}`) }))}
          value={fields.state ?? null}
          onChange={(state) => change({ state })}
        />
        <ChatMoreFilters siteId={siteId} fields={fields} onChange={change} />
      </ChatListBar>
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
            sort={{
              column: fields.sort ?? 'requested',
              direction: fields.direction === 'ascending' ? 'ascending' : 'descending',
            }}
            onSort={({ column, direction }) => change({ sort: column, direction })}
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

/** Place of the entry that the address asks for. */
export function useEntry(): number | null {
  const entry = Number(new URLSearchParams(useSearch()).get('entry'));
  return Number.isInteger(entry) && entry > 0 ? entry : null;
}

function More({ isBusy, onMore }: { isBusy: boolean; onMore: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <Button variant="subtle" m="sm" loading={isBusy} onClick={onMore}>
      {t('loadMore')}
    </Button>
  );
}
