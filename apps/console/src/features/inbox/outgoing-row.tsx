import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { LinkedText } from '../../ui/linked-text.tsx';
import { WhisperRow } from '../supervision/whisper-row.tsx';
import { Bubble } from './bubble.tsx';
import classes from './conversation.module.css';
import type { Outgoing } from './outbox.ts';
import { discard, retry } from './outgoing.ts';

/** A message that the server has not acknowledged. */
export function OutgoingRow({ message }: { message: Outgoing }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const isRefused = message.state === 'refused';
  const isConnected = useStore(operatorSocket.state) === 'open';
  return (
    <>
      {message.voice === 'whisper' ? (
        <WhisperRow body={message.body} name={me.name} at={message.writtenAt} isOwn />
      ) : (
        <Bubble
          isOurs
          name={me.name}
          at={message.writtenAt}
          isFollowUp
          mark={isRefused ? null : isConnected ? 'sending' : 'unsent'}
        >
          <LinkedText text={message.body} />
        </Bubble>
      )}
      {isRefused ? (
        <p className={classes.refused} role="alert">
          {t('refused', { reason: message.fault ?? '' })}
          <Button variant="subtle" size="compact-xs" onClick={() => retry(message.cid)}>
            {t('retry')}
          </Button>
          <Button variant="subtle" size="compact-xs" color="gray" onClick={() => discard(message.cid)}>
            {t('discard')}
          </Button>
        </p>
      ) : null}
    </>
  );
}
