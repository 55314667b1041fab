import type { ChatSummary, ChatTag } from '@foyer/protocol/chat';
import type { Tag } from '@foyer/protocol/tag';
import { ActionIcon, Button, TextInput, UnstyledButton } from '@mantine/core';
import { IconPencil, IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { takeChanged } from '../inbox/follow-inbox.ts';
import classes from './chat-tags.module.css';
import { TagChooser } from './tag-chooser.tsx';
import { TagMark } from './tag-mark.tsx';
import { tagChat, tagChatByName, tagsQuery, untagChat } from './tags-api.ts';

/** A chat's tags, with the ways to add one, change its value, and take it off. */
export function ChatTags({ chat, onChanged }: { chat: ChatSummary; onChanged?: (chat: ChatSummary) => void }) {
  const { t } = useTranslation('tags');
  const me = useMe();
  const list = useQuery(tagsQuery(chat.siteId)).data;
  const [valued, setValued] = useState<{ tag: Pick<Tag, 'id' | 'name'>; value: string } | null>(null);
  const change = useMutation({
    mutationFn: (act: () => Promise<ChatSummary>) => act(),
    onSuccess: (changed) => {
      setValued(null);
      takeChanged(changed);
      onChanged?.(changed);
      void queryClient.invalidateQueries({ queryKey: ['site', chat.siteId, 'chats'] });
    },
    onError: (error) => notifyFailed(errorText(error), t('failed')),
  });
  const mayChange = chat.operatorId === me.id || me.role !== 'operator';
  const mayMake = me.role === 'administrator' || list?.settings.operatorsMayAdd === true;
  const carried = new Set(chat.tags.map(({ tagId }) => tagId));
  const offered = list?.items.filter((tag) => !tag.archived && !carried.has(tag.id)) ?? [];
  if (chat.tags.length === 0 && !(mayChange && (offered.length > 0 || mayMake))) return null;
  const choose = (tag: Tag) => {
    if (tag.takesValue) setValued({ tag, value: '' });
    else change.mutate(() => tagChat(chat, tag.id, null));
  };
  return (
    <div className={classes.tags}>
      <ul className={classes.list} aria-label={t('ofChat')}>
        {chat.tags.map((tag) => (
          <li key={tag.tagId}>
            <CarriedTag
              tag={tag}
              known={list?.items.find(({ id }) => id === tag.tagId)}
              isBusy={change.isPending}
              onTakeOff={mayChange ? () => change.mutate(() => untagChat(chat, tag.tagId)) : null}
              onEdit={
                mayChange ? () => setValued({ tag: { id: tag.tagId, name: tag.name }, value: tag.value ?? '' }) : null
              }
            />
          </li>
        ))}
      </ul>
      {!mayChange ? null : valued === null ? (
        <TagChooser
          tags={offered}
          mayMake={mayMake}
          isBusy={change.isPending}
          onChoose={choose}
          onMake={(name) => change.mutate(() => tagChatByName(chat, name))}
        />
      ) : (
        <form
          className={classes.value}
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate(() => tagChat(chat, valued.tag.id, valued.value.trim() || null));
          }}
        >
          <TextInput
            size="xs"
            aria-label={t('valueOf', { name: valued.tag.name })}
            placeholder={t('valueHint')}
            maxLength={200}
            autoFocus
            value={valued.value}
            onChange={(event) => setValued({ ...valued, value: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.preventDefault();
              setValued(null);
            }}
          />
          <Button type="submit" loading={change.isPending}>
            {carried.has(valued.tag.id) ? t('saveValue') : t('put')}
          </Button>
          <Button variant="default" onClick={() => setValued(null)}>
            {t('cancel', { ns: 'shell' })}
          </Button>
        </form>
      )}
    </div>
  );
}

interface CarriedTagProps {
  tag: ChatTag;
  /** As it is now; undefined while that is not known. */
  known: Tag | undefined;
  isBusy: boolean;
  onTakeOff: (() => void) | null;
  onEdit: (() => void) | null;
}

function CarriedTag({ tag, known, isBusy, onTakeOff, onEdit }: CarriedTagProps) {
  const { t } = useTranslation('tags');
  const name = known?.name ?? tag.name;
  const mark = (
    <TagMark name={name} color={known?.color ?? null} value={tag.value} title={known?.description || undefined}>
      {onTakeOff === null ? null : (
        <ActionIcon
          size={16}
          aria-label={t('takeOff', { name })}
          disabled={isBusy}
          onClick={(event) => {
            event.stopPropagation();
            onTakeOff();
          }}
        >
          <IconX size={11} />
        </ActionIcon>
      )}
    </TagMark>
  );
  if (onEdit === null || !known?.takesValue) return mark;
  return (
    <span className={classes.editable}>
      {mark}
      <UnstyledButton className={classes.edit} aria-label={t('editValue', { name })} onClick={onEdit}>
        <IconPencil size={13} aria-hidden />
      </UnstyledButton>
    </span>
  );
}
