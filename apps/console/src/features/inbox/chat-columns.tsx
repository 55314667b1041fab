import type { ListedChat } from '@foyer/protocol/chat-list';
import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { createRememberedValue, useRemembered } from '../../api/remembered-value.ts';
import type { Column } from '../../ui/data-table.tsx';
import { formatElapsed } from '../../ui/elapsed.ts';
import { Moment } from '../../ui/moment.tsx';
import { RatingMark } from '../surveys/rating-mark.tsx';
import { TagList } from '../tags/tag-list.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { ChatHits } from './chat-hits.tsx';
import { ChatStateMark } from './chat-state-mark.tsx';

const columnIds = [
  'visitor',
  'state',
  'lastMessage',
  'operator',
  'department',
  'wrapUp',
  'rating',
  'tags',
  'requested',
  'waited',
  'length',
] as const;
type ColumnId = (typeof columnIds)[number];

const usual: readonly ColumnId[] = columnIds.filter((id) => id !== 'department');
const take = (ids: readonly unknown[]): ColumnId[] => columnIds.filter((id) => id === 'visitor' || ids.includes(id));
const remembered = createRememberedValue<readonly ColumnId[]>('foyer.chats.columns', usual, (value) =>
  Array.isArray(value) ? take(value) : null,
);

/** The columns of the list of chats: those of the address, else those chosen last on this computer. */
export function useChosenColumns(
  told: string | undefined,
): [readonly ColumnId[], (ids: readonly string[]) => ColumnId[]] {
  const [kept, setKept] = useRemembered(remembered);
  const chosen = useMemo(() => (told === undefined ? kept : take(told.split(','))), [told, kept]);
  const choose = (ids: readonly string[]) => {
    const taken = take(ids);
    setKept(taken);
    return taken;
  };
  return [chosen, choose];
}

export function ChatColumnChoice({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const { t } = useTranslation('inbox');
  const title = useTitles();
  return (
    <Popover position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Tooltip label={t('columns')}>
          <ActionIcon aria-label={t('chooseColumns')}>
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('chooseColumns')}>
        <Checkbox.Group value={[...chosen]} onChange={onChange} label={t('columns')}>
          <Stack gap="xs" mt="xs">
            {columnIds.map((id) => (
              <Checkbox key={id} value={id} size="xs" label={title(id)} disabled={id === 'visitor'} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function useTitles(): (id: ColumnId) => string {
  const { t } = useTranslation('inbox');
  const { t: tSurveys } = useTranslation('surveys');
  return (id) => (id === 'rating' ? tSurveys('ratingColumn') : t(`column.${id}`));
}

/** The chosen columns, ready for the table. `hrefOf`: address of a chat, opened at an entry. */
export function useChatColumns(
  chosen: readonly ColumnId[],
  hrefOf: (chatId: string, seq?: number) => string,
): Column<ListedChat>[] {
  const titleOf = useTitles();
  const { t } = useTranslation('inbox');
  // biome-ignore lint/correctness/useExhaustiveDependencies: titles change with the language, as `t` does
  return useMemo(() => {
    const columns: Record<ColumnId, Omit<Column<ListedChat>, 'id' | 'title'>> = {
      visitor: {
        width: '15rem',
        render: (chat) => (
          <Link href={hrefOf(chat.id)} data-list-item>
            {visitorLabel({ name: chat.visitorName, country: chat.country })}
          </Link>
        ),
      },
      state: { width: '15rem', render: (chat) => <ChatStateMark chat={chat} /> },
      lastMessage: {
        render: (chat) =>
          chat.hits === undefined ? (
            chat.lastMessage
          ) : (
            <ChatHits
              hits={chat.hits}
              visitorName={visitorLabel({ name: chat.visitorName, country: chat.country })}
              hrefOf={(seq) => hrefOf(chat.id, seq)}
            />
          ),
      },
      operator: { width: '9rem', render: (chat) => chat.operatorName },
      department: { width: '9rem', render: (chat) => chat.departmentName },
      wrapUp: { width: '9rem', render: (chat) => chat.wrapUp?.path.join(' › ') ?? '' },
      rating: { width: '5rem', sortable: true, render: (chat) => <RatingMark rating={chat.rating} /> },
      tags: { width: '11rem', render: (chat) => <TagList chat={chat} /> },
      requested: { width: '9rem', sortable: true, render: (chat) => <Moment at={chat.requestedAt} /> },
      waited: { width: '5.5rem', align: 'right', sortable: true, render: waitedWords },
      length: {
        width: '5.5rem',
        align: 'right',
        sortable: true,
        render: (chat) =>
          chat.acceptedAt === null || chat.endedAt === null ? '' : formatElapsed(chat.endedAt - chat.acceptedAt),
      },
    };
    return chosen.map((id) => ({ ...columns[id], id, title: titleOf(id) }));
  }, [chosen, hrefOf, t]);
}

/** How long somebody waited: until the chat was taken, or else until it ended. */
export function waitedWords({ acceptedAt, endedAt, requestedAt }: ListedChat): string {
  const until = acceptedAt ?? endedAt;
  return until === null ? '' : formatElapsed(until - requestedAt);
}
