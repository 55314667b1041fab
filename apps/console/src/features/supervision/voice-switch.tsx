import type { ChatSummary } from '@foyer/protocol/chat';
import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { emptyLog } from '../inbox/entry-log.ts';
import { inbox } from '../inbox/inbox.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import classes from './supervision.module.css';
import { chooseVoice, type Voice } from './voices.ts';
import { monitors } from './watching.ts';

const nobody: readonly string[] = [];

/** Above the composer: whether what is written is for the visitor or for operator and supervisor alone. */
export function VoiceSwitch({ chat, isMine, voice }: { chat: ChatSummary; isMine: boolean; voice: Voice }) {
  const { t } = useTranslation('supervision');
  const isWatched = useStore(monitors, (all) => (all[chat.id] ?? nobody).length > 0);
  const wasWhispered = useStore(inbox, (state) =>
    (state.logs[chat.id] ?? emptyLog).entries.some(({ content }) => content.kind === 'whisper'),
  );
  // Whom nobody watches has nobody to whisper to.
  if (isMine && !isWatched && !wasWhispered && voice !== 'whisper') return null;
  const visitor = visitorLabel({ name: chat.visitorName, country: chat.country });
  const whisperTo = isMine ? t('whisperBack') : t('whisperTo', { name: chat.operatorName ?? '' });
  return (
    <div className={classes.voice}>
      <SegmentedControl
        size="xs"
        aria-label={t('voice')}
        data={
          isMine
            ? [
                { value: 'message', label: t('sayTo', { name: visitor }) },
                { value: 'whisper', label: whisperTo },
              ]
            : [
                { value: 'whisper', label: whisperTo },
                { value: 'spoken', label: t('speakToBoth') },
              ]
        }
        value={voice}
        onChange={(value) => chooseVoice(chat.id, value as Voice)}
      />
      <span>{t(`voiceHint.${voice === 'message' ? 'message' : voice}`, { name: visitor })}</span>
    </div>
  );
}
