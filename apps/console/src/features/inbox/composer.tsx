import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Button, Textarea, Tooltip } from '@mantine/core';
import { IconMessage2Bolt, IconSend2 } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { insertAtCursor } from '../../ui/insert-at-cursor.ts';
import { useCannedPicker } from '../canned-responses/canned-picker.tsx';
import { useCannedSuggestions } from '../canned-responses/canned-suggestions.tsx';
import { AttachButton } from '../chat-files/attach-button.tsx';
import { PendingAttachments, sendPendingAttachments } from '../chat-files/pending-attachments.tsx';
import { UploadList } from '../chat-files/upload-list.tsx';
import { useSendFiles } from '../chat-files/use-send-files.ts';
import { EmojiButton } from '../chat-options/emoji-button.tsx';
import { NoteButton } from '../notes/note-button.tsx';
import { useNoteMode } from '../notes/use-note-mode.ts';
import { VoiceSwitch } from '../supervision/voice-switch.tsx';
import type { Voice } from '../supervision/voices.ts';
import { AskFieldButton } from '../surveys/ask-field-button.tsx';
import { moveDraft, useDraft } from './chat-draft.ts';
import classes from './composer.module.css';
import { takeInsertions } from './composer-insertions.ts';
import { sendMessage } from './outgoing.ts';
import { useTellTyping } from './tell-typing.ts';

const longestMessage = 4000;
/** So many characters before the end they are counted. */
const countedLast = 500;

/** Where one writes. The draft is kept per chat until it is sent. */
export function Composer({ chat, voice }: { chat: ChatSummary; voice: Voice }) {
  const { t } = useTranslation('inbox');
  const { t: tVoice } = useTranslation('supervision');
  const me = useMe();
  const isWhisper = voice === 'whisper';
  const { siteId, id: chatId } = chat;
  const note = useNoteMode(chat);
  const kind = note.isOn ? 'note' : voice;
  const [text, keep] = useDraft(chatId, kind);
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const tellTyping = useTellTyping(siteId, chatId);
  const canned = useCannedPicker(chat, fieldRef);
  const files = useSendFiles(chat);
  const suggestions = useCannedSuggestions(chat, fieldRef, text === '' && !note.isOn);
  const longest = note.isOn ? note.longest : longestMessage;
  const canSend = text.trim() !== '' && text.length <= longest;
  const insert = (value: string) => {
    if (fieldRef.current !== null) insertAtCursor(fieldRef.current, value);
  };
  useEffect(
    () => takeInsertions(chatId, (value) => fieldRef.current && insertAtCursor(fieldRef.current, value)),
    [chatId],
  );
  const write = (value: string) => {
    keep(value);
    // What is whispered or noted is nothing that the visitor waits for.
    if (!isWhisper) tellTyping(value !== '' && !note.isOn);
  };
  const send = () => {
    if (!canSend) return;
    if (note.isOn) {
      note.send(text.trim(), () => write(''));
      return;
    }
    sendMessage(siteId, chatId, text.trim(), voice);
    if (!isWhisper) sendPendingAttachments(siteId, chatId);
    write('');
    canned.close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || canned.takesKey(event) || suggestions.takesKey(event)) return;
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={classes.composer}
      data-voice={voice}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <VoiceSwitch chat={chat} isMine={chat.operatorId === me.id} voice={voice} />
      {suggestions.bar}
      <UploadList chatId={chatId} />
      <PendingAttachments chatId={chatId} />
      <div className={classes.box} data-note={note.isOn}>
        {canned.list}
        <Textarea
          ref={fieldRef}
          variant="unstyled"
          aria-label={note.isOn ? note.label : isWhisper ? tVoice('whisper') : t('message')}
          placeholder={note.isOn ? note.hint : isWhisper ? tVoice('whisperPlaceholder') : t('messageHint')}
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
          onPaste={(event) => {
            if (files === null || isWhisper || event.clipboardData.files.length === 0) return;
            event.preventDefault();
            files.send(event.clipboardData.files);
          }}
          onBlur={() => {
            tellTyping(false);
            canned.close();
          }}
          classNames={{ input: classes.input ?? '' }}
          {...canned.fieldProps}
        />
        <div className={classes.row}>
          <EmojiButton siteId={siteId} onChosen={insert} />
          {isWhisper ? null : <AttachButton chat={chat} />}
          <NoteButton
            isOn={note.isOn}
            onToggle={() => {
              moveDraft(chatId, kind, note.isOn ? voice : 'note');
              note.toggle();
              tellTyping(false);
              fieldRef.current?.focus();
            }}
          />
          <Tooltip label={t('cannedResponses')}>
            <ActionIcon
              aria-label={t('cannedResponses')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => insert(/(^|\s)$/.test(text) ? '/' : ' /')}
            >
              <IconMessage2Bolt size={18} />
            </ActionIcon>
          </Tooltip>
          {chat.operatorId === me.id ? <AskFieldButton chat={chat} /> : null}
          <Length length={text.length} longest={longest} />
          <Button type="submit" disabled={!canSend} rightSection={<IconSend2 size={14} />}>
            {note.isOn ? note.action : t('send')}
          </Button>
        </div>
      </div>
    </form>
  );
}

function Length({ length, longest }: { length: number; longest: number }) {
  const { t } = useTranslation('inbox');
  if (length < longest - countedLast) return <span className={classes.length} />;
  const isOver = length > longest;
  return (
    <span className={classes.length} data-over={isOver} role="status">
      {isOver ? t('tooLong', { count: length - longest }) : t('left', { count: longest - length })}
    </span>
  );
}
