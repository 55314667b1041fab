import { Button, Textarea } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberedInTab } from '../../api/remembered.ts';
import classes from './composer.module.css';
import { sendMessage } from './outgoing.ts';
import { useTellTyping } from './tell-typing.ts';

const longest = 4000;
const countFrom = 3500;
const draftKey = (chatId: string) => `foyer.draft.${chatId}`;

/** Where one writes. The draft is kept per chat until it is sent or the tab closes. */
export function Composer({ siteId, chatId }: { siteId: string; chatId: string }) {
  const { t } = useTranslation('inbox');
  const [text, setText] = useState(() => rememberedInTab.read(draftKey(chatId)) ?? '');
  const tellTyping = useTellTyping(siteId, chatId);
  const canSend = text.trim() !== '' && text.length <= longest;
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
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
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
        <Textarea
          variant="unstyled"
          aria-label={t('message')}
          placeholder={t('messageHint')}
          autosize
          minRows={2}
          maxRows={10}
          data-autofocus
          autoFocus={matchMedia('(hover: hover)').matches}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => tellTyping(false)}
          classNames={{ input: classes.input ?? '' }}
        />
        <div className={classes.row}>
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
  if (length < countFrom) return <span />;
  const isOver = length > longest;
  return (
    <span className={classes.length} data-over={isOver} role="status">
      {isOver ? t('tooLong', { count: length - longest }) : t('left', { count: longest - length })}
    </span>
  );
}
