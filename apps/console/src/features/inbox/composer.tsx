import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Button, Textarea, Tooltip } from '@mantine/core';
import { IconMessage2Bolt, IconSend2 } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberedInTab } from '../../api/remembered.ts';
import { insertAtCursor } from '../../ui/insert-at-cursor.ts';
import { useCannedPicker } from '../canned-responses/canned-picker.tsx';
import { EmojiButton } from '../chat-options/emoji-button.tsx';
import { AskFieldButton } from '../surveys/ask-field-button.tsx';
import classes from './composer.module.css';
import { takeInsertions } from './composer-insertions.ts';
import { sendMessage } from './outgoing.ts';
import { useTellTyping } from './tell-typing.ts';

const longest = 4000;
const countFrom = 3500;
const draftKey = (chatId: string) => `foyer.draft.${chatId}`;

/** Where one writes. The draft is kept per chat until it is sent or the tab closes. */
export function Composer({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('inbox');
  const { siteId, id: chatId } = chat;
  const [text, setText] = useState(() => rememberedInTab.read(draftKey(chatId)) ?? '');
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const tellTyping = useTellTyping(siteId, chatId);
  const canned = useCannedPicker(chat, fieldRef);
  const canSend = text.trim() !== '' && text.length <= longest;
  const insert = (value: string) => {
    if (fieldRef.current !== null) insertAtCursor(fieldRef.current, value);
  };
  useEffect(
    () => takeInsertions(chatId, (value) => fieldRef.current && insertAtCursor(fieldRef.current, value)),
    [chatId],
  );
  const write = (value: string) => {
    setText(value);
    if (value === '') rememberedInTab.remove(draftKey(chatId));
    else rememberedInTab.write(draftKey(chatId), value);
    tellTyping(value !== '');
  };
  const send = () => {
    if (!canSend) return;
    sendMessage(siteId, chatId, text.trim());
    write('');
    canned.close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || canned.takesKey(event)) return;
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={classes.box}>
        {canned.list}
        <Textarea
          ref={fieldRef}
          variant="unstyled"
          aria-label={t('message')}
          placeholder={t('messageHint')}
          autosize
          minRows={2}
          maxRows={10}
          data-autofocus
          autoFocus={matchMedia('(hover: hover)').matches}
          value={text}
          onChange={(event) => {
            write(event.currentTarget.value);
            canned.follow(event.currentTarget);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            tellTyping(false);
            canned.close();
          }}
          classNames={{ input: classes.input ?? '' }}
          {...canned.fieldProps}
        />
        <div className={classes.row}>
          <EmojiButton siteId={siteId} onChosen={insert} />
          <Tooltip label={t('cannedResponses')}>
            <ActionIcon
              aria-label={t('cannedResponses')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => insert(/(^|\s)$/.test(text) ? '/' : ' /')}
            >
              <IconMessage2Bolt size={18} />
            </ActionIcon>
          </Tooltip>
          <AskFieldButton chat={chat} />
          <Length length={text.length} />
          <Button type="submit" disabled={!canSend} rightSection={<IconSend2 size={14} />}>
            {t('send')}
          </Button>
        </div>
      </div>
    </form>
  );
}

function Length({ length }: { length: number }) {
  const { t } = useTranslation('inbox');
  if (length < countFrom) return <span className={classes.length} />;
  const isOver = length > longest;
  return (
    <span className={classes.length} data-over={isOver} role="status">
      {isOver ? t('tooLong', { count: length - longest }) : t('left', { count: longest - length })}
    </span>
  );
}
