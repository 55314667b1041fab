import { Button } from '@mantine/core';
import { IconEarScan } from '@tabler/icons-react';
import dayjs from 'dayjs';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { LinkedText } from '../../ui/linked-text.tsx';
import { insertIntoComposer } from '../inbox/composer-insertions.ts';
import { inbox } from '../inbox/inbox.ts';
import classes from './supervision.module.css';
import { chooseVoice } from './voices.ts';

interface WhisperRowProps {
  body: string;
  name: string;
  at: number;
  isOwn: boolean;
}

/** What operator and supervisor say between them. The operator can put a supervisor's words before the visitor. */
export function WhisperRow({ body, name, at, isOwn }: WhisperRowProps) {
  const { t } = useTranslation('supervision');
  const me = useMe();
  const chatId = useStore(inbox, ({ openId, chats }) => {
    const chat = openId === null ? undefined : chats[openId];
    return chat?.state === 'active' && chat.operatorId === me.id ? chat.id : null;
  });
  const forward = (id: string) => {
    // The field for the visitor has to be there before the text is put into it.
    flushSync(() => chooseVoice(id, 'message'));
    insertIntoComposer(id, body);
  };
  return (
    <div className={classes.whisper} data-own={isOwn}>
      <span className={classes.whisperHead}>
        <IconEarScan size={13} aria-hidden /> {t('whisperOf', { name })}{' '}
        <time dateTime={new Date(at).toISOString()}>{dayjs(at).format('HH:mm')}</time>
      </span>
      <div className={classes.whisperBody}>
        <LinkedText text={body} />
      </div>
      {chatId === null || isOwn ? null : (
        <Button variant="subtle" size="compact-xs" onClick={() => forward(chatId)}>
          {t('forward')}
        </Button>
      )}
    </div>
  );
}
