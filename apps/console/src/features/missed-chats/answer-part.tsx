import type { MissedChatDetail } from '@foyer/protocol/missed-chat';
import { Button, Group } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconHandGrab, IconPencil, IconRotate2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { errorText } from '../../api/rest-client.ts';
import { Moment } from '../../ui/moment.tsx';
import { notifyFailed } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { OutboxStateMark } from '../outbox/outbox-state-mark.tsx';
import classes from './answer-part.module.css';
import { claimMissed, releaseMissed, reopenMissed } from './missed-chats-api.ts';
import { ReplyComposer } from './reply-composer.tsx';
import { SettleDialog } from './settle-dialog.tsx';

interface PartProps {
  missed: MissedChatDetail;
}

/** Who answers a missed chat, and how; or how it was answered. */
export function AnswerPart({ missed }: PartProps) {
  const { t } = useTranslation('missedChats');
  const me = useMe();
  const { claim, answered } = missed.chat;
  return (
    <Section title={t('answer')}>
      {answered !== null ? (
        <Answered missed={missed} />
      ) : claim === null ? (
        <Unclaimed missed={missed} />
      ) : claim.operatorId === me.id ? (
        <Mine missed={missed} />
      ) : (
        <Others missed={missed} />
      )}
    </Section>
  );
}

/** Does something with a missed chat; what fails is said. */
function useAct(act: () => Promise<unknown>) {
  const { t } = useTranslation('missedChats');
  return useMutation({ mutationFn: act, onError: (error) => notifyFailed(errorText(error), t('failed')) });
}

function Unclaimed({ missed: { chat } }: PartProps) {
  const { t } = useTranslation('missedChats');
  const claim = useAct(() => claimMissed(chat.siteId, chat.id, false));
  return (
    <div className={classes.row}>
      <p className={classes.line}>{t('unclaimed')}</p>
      <DoneWithout chatId={chat.id} siteId={chat.siteId} />
      <Button leftSection={<IconPencil size={14} />} loading={claim.isPending} onClick={() => claim.mutate()}>
        {t('claim')}
      </Button>
    </div>
  );
}

function Mine({ missed }: PartProps) {
  const { t } = useTranslation('missedChats');
  const { chat } = missed;
  const release = useAct(() => releaseMissed(chat.siteId, chat.id));
  return (
    <>
      <p className={classes.dim}>{t('mine')}</p>
      <ReplyComposer missed={missed} />
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button
          variant="subtle"
          leftSection={<IconArrowBackUp size={14} />}
          loading={release.isPending}
          onClick={() => release.mutate()}
        >
          {t('release')}
        </Button>
        <DoneWithout chatId={chat.id} siteId={chat.siteId} />
      </Group>
    </>
  );
}

function Others({ missed: { chat } }: PartProps) {
  const { t } = useTranslation('missedChats');
  const me = useMe();
  const take = useAct(() => claimMissed(chat.siteId, chat.id, true));
  const { claim } = chat;
  if (claim === null) return null;
  return (
    <div className={classes.row}>
      <p className={classes.words} role="status">
        {t('claimedBy', { name: claim.operatorName })}{' '}
        <span className={classes.dim}>
          {t('since')} <Moment at={claim.at} />
        </span>
      </p>
      {me.role === 'operator' ? null : (
        <Button
          variant="default"
          leftSection={<IconHandGrab size={14} />}
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          {t('takeOver')}
        </Button>
      )}
    </div>
  );
}

function Answered({ missed: { chat, mail } }: PartProps) {
  const { t } = useTranslation('missedChats');
  const { t: tOutbox } = useTranslation('outbox');
  const reopen = useAct(() => reopenMissed(chat.siteId, chat.id));
  const { answered } = chat;
  if (answered === null) return null;
  return (
    <>
      <div className={classes.row}>
        <p className={classes.words} role="status">
          {t('answeredBy', { name: answered.operatorName, way: t(`way.${answered.way}`) })}{' '}
          <span className={classes.dim}>
            <Moment at={answered.at} />
          </span>
        </p>
        <Button
          variant="default"
          leftSection={<IconRotate2 size={14} />}
          loading={reopen.isPending}
          onClick={() => reopen.mutate()}
        >
          {t('reopen')}
        </Button>
      </div>
      {mail === null ? null : (
        <div className={classes.mail}>
          <p>
            {t('mailTo', { to: mail.to })}: <OutboxStateMark state={mail.state} />
          </p>
          <p className={classes.dim}>{tOutbox(`stateHint.${mail.state}`)}</p>
          {mail.lastAnswer === null || mail.state === 'sent' ? null : <p className={classes.dim}>{mail.lastAnswer}</p>}
        </div>
      )}
    </>
  );
}

function DoneWithout({ siteId, chatId }: { siteId: string; chatId: string }) {
  const { t } = useTranslation('missedChats');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconCheck size={14} />} onClick={() => setIsOpen(true)}>
        {t('doneWithout')}
      </Button>
      <SettleDialog siteId={siteId} chatId={chatId} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  );
}
