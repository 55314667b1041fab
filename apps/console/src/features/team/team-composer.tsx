import { Button, Textarea } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { rememberedInTab } from '../../api/remembered.ts';
import classes from '../inbox/composer.module.css';
import type { TeamTarget } from './team-conversation.ts';
import { sendToTeam } from './team-outgoing.ts';

const longest = 4000;
const typingAgainMs = 3000;

/** Where one writes to the team. The draft is kept per conversation until it is sent or the tab closes. */
export function TeamComposer({ teamKey, target, name }: { teamKey: string; target: TeamTarget; name: string }) {
  const { t } = useTranslation('team');
  const draftKey = `foyer.draft.${teamKey}`;
  const [text, setText] = useState(() => rememberedInTab.read(draftKey) ?? '');
  const typing = useTyping(target);
  const canSend = text.trim() !== '' && text.length <= longest;
  const write = (value: string) => {
    setText(value);
    if (value === '') rememberedInTab.remove(draftKey);
    else rememberedInTab.write(draftKey, value);
    typing(value !== '');
  };
  const send = () => {
    if (!canSend) return;
    sendToTeam(teamKey, target, text.trim());
    write('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter' || event.shiftKey) return;
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
          aria-label={t('message', { name })}
          placeholder={t('hint', { name })}
          autosize
          minRows={2}
          maxRows={10}
          autoFocus={matchMedia('(hover: hover)').matches}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => typing(false)}
          classNames={{ input: classes.input ?? '' }}
        />
        <div className={classes.row}>
          <span className={classes.length} data-over={text.length > longest} role="status">
            {text.length > longest ? t('tooLong', { count: text.length - longest }) : null}
          </span>
          <Button type="submit" disabled={!canSend} rightSection={<IconSend2 size={14} />}>
            {t('send')}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** Tells that one is writing: now and then while it goes on, and once when it stops. */
function useTyping({ siteId, operatorId }: TeamTarget): (isTyping: boolean) => void {
  const toldAt = useRef(0);
  const tell = (isTyping: boolean) => {
    if (isTyping ? Date.now() - toldAt.current < typingAgainMs : toldAt.current === 0) return;
    toldAt.current = isTyping ? Date.now() : 0;
    operatorSocket.send({ type: 'team.typing', siteId, operatorId, typing: isTyping });
  };
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => () => latest.current(false), []);
  return tell;
}
