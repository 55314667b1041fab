import type { MissedChatDetail } from '@foyer/protocol/missed-chat';
import { Alert, Button, Textarea } from '@mantine/core';
import { IconMailOff, IconSend2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMe } from '../../api/me.ts';
import { newClientId } from '../../api/new-client-id.ts';
import { rememberedInTab } from '../../api/remembered.ts';
import { errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useCannedPicker } from '../canned-responses/canned-picker.tsx';
import { replyToMissed } from './missed-chats-api.ts';
import classes from './reply-composer.module.css';

const longest = 4000;
const draftKey = (chatId: string) => `foyer.reply.${chatId}`;

/** Where the answer to a missed chat is written. The draft is kept until it is sent or the tab closes. */
export function ReplyComposer({ missed }: { missed: MissedChatDetail }) {
  const { t } = useTranslation('missedChats');
  const { chat, contact, hasMailServer } = missed;
  const [text, setText] = useState(() => rememberedInTab.read(draftKey(chat.id)) ?? '');
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const canned = useCannedPicker(chat, fieldRef);
  // The same words sent again are the same mail.
  const cid = useRef(newClientId());
  const to = contact.email;
  const reply = useMutation({
    mutationFn: (body: string) => replyToMissed(chat.siteId, chat.id, { cid: cid.current, body }),
    onSuccess: () => {
      rememberedInTab.remove(draftKey(chat.id));
      notifyDone(t(hasMailServer ? 'sent' : 'queued', { to }));
    },
  });
  const write = (value: string) => {
    setText(value);
    cid.current = newClientId();
    if (value === '') rememberedInTab.remove(draftKey(chat.id));
    else rememberedInTab.write(draftKey(chat.id), value);
  };
  if (to === null) return <p className={classes.none}>{t('noAddress')}</p>;
  const surplus = text.length - longest;
  const canSend = text.trim() !== '' && surplus <= 0;
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) reply.mutate(text.trim());
      }}
    >
      {hasMailServer ? null : <NoMailServer />}
      <p className={classes.to}>{t('replyTo', { to })}</p>
      <div className={classes.box}>
        {canned.list}
        <Textarea
          ref={fieldRef}
          variant="unstyled"
          aria-label={t('reply')}
          placeholder={t('replyHint')}
          autosize
          minRows={5}
          maxRows={16}
          value={text}
          error={surplus > 0 ? t('tooLong', { count: surplus }) : undefined}
          onChange={(event) => {
            write(event.currentTarget.value);
            canned.follow(event.currentTarget);
          }}
          onKeyDown={(event: KeyboardEvent<HTMLTextAreaElement>) => {
            if (!event.nativeEvent.isComposing) canned.takesKey(event);
          }}
          onBlur={canned.close}
          classNames={{ input: classes.input ?? '' }}
          {...canned.fieldProps}
        />
      </div>
      {reply.isError ? <FormFault text={errorText(reply.error)} /> : null}
      <Button
        type="submit"
        className={classes.send ?? ''}
        disabled={!canSend}
        loading={reply.isPending}
        rightSection={<IconSend2 size={14} />}
      >
        {t('send')}
      </Button>
    </form>
  );
}

function NoMailServer() {
  const { t } = useTranslation('missedChats');
  const me = useMe();
  return (
    <Alert color="orange" variant="light" icon={<IconMailOff size={16} aria-hidden />} role="note">
      {t('noMailServer')}{' '}
      {me.role === 'administrator' ? <Link href="/settings/notifications/mail">{t('setUpMail')}</Link> : null}
    </Alert>
  );
}
