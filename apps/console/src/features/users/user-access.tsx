import type { SentLink, User } from '@foyer/protocol/operator';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { Moment } from '../../ui/moment.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { SessionList } from '../account/session-list.tsx';
import { MailChoice } from './mail-choice.tsx';
import { SentLinkBox } from './sent-link-box.tsx';
import classes from './user-page.module.css';
import { refreshUsers, resetTwoFactor, revokeLink, sendLink } from './users-api.ts';

/** How a user signs in: their link, second factor and sessions. */
export function UserAccess({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const me = useMe();
  return (
    <Section title={t('signingIn')}>
      <UserLink user={user} />
      {user.twoFactor && user.id !== me.id ? <SecondFactor user={user} /> : null}
      {user.invited ? null : (
        <div className={classes.sessions}>
          <h3>{t('sessions')}</h3>
          <SessionList userId={user.id} />
        </div>
      )}
    </Section>
  );
}

function UserLink({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const [isMaking, setMaking] = useState(false);
  const [sent, setSent] = useState<SentLink | null>(null);
  const revoke = useMutation({
    mutationFn: () => revokeLink(user.id),
    onSuccess: () => notifyDone(t('revoked')),
    onError: (error) => notifyFailed(errorText(error)),
    onSettled: refreshUsers,
  });
  if (sent !== null)
    return (
      <SentLinkBox sent={sent}>
        <Button variant="default" onClick={() => setSent(null)}>
          {t('done')}
        </Button>
      </SentLinkBox>
    );
  return (
    <>
      <div className={classes.line}>
        <div className={classes.words}>
          <LinkState user={user} />
        </div>
        {user.link === null ? null : (
          <Button variant="default" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            {t('revoke')}
          </Button>
        )}
        {isMaking ? null : (
          <Button variant="default" onClick={() => setMaking(true)}>
            {user.invited ? t('newInvitation') : t('newReset')}
          </Button>
        )}
      </div>
      {isMaking ? (
        <MakeLink
          user={user}
          onMade={(made) => {
            setMaking(false);
            setSent(made);
          }}
          onCancel={() => setMaking(false)}
        />
      ) : null}
    </>
  );
}

function LinkState({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const { link } = user;
  const isOpen = link !== null && link.expiresAt > Date.now();
  if (link !== null && isOpen)
    return (
      <>
        {t(user.invited ? 'invitedUntil' : 'resetUntil')} <Moment at={link.expiresAt} />
      </>
    );
  if (user.invited) return t(link === null ? 'invitedNoLink' : 'invitedExpired');
  return <span className={classes.hint}>{t('newResetHint')}</span>;
}

interface MakeLinkProps {
  user: User;
  onMade: (sent: SentLink) => void;
  onCancel: () => void;
}

function MakeLink({ user, onMade, onCancel }: MakeLinkProps) {
  const { t } = useTranslation('users');
  const [mailSiteId, setMailSiteId] = useState('');
  const make = useMutation({
    mutationFn: () => sendLink(user.id, mailSiteId === '' ? null : mailSiteId),
    onSuccess: onMade,
    onSettled: refreshUsers,
  });
  return (
    <Stack gap="sm" className={classes.make}>
      <MailChoice value={mailSiteId} onChange={setMailSiteId} />
      <FormFault text={make.isError ? errorText(make.error) : null} />
      <Group gap="xs">
        <Button loading={make.isPending} onClick={() => make.mutate()}>
          {t('make')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </Stack>
  );
}

function SecondFactor({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const reset = useMutation({
    mutationFn: () => resetTwoFactor(user.id),
    onSuccess: () => notifyDone(t('factorReset', { name: user.name })),
    onError: (error) => notifyFailed(errorText(error)),
    onSettled: () => Promise.all([refreshUsers(), queryClient.invalidateQueries({ queryKey: ['sessions'] })]),
  });
  return (
    <div className={classes.line}>
      <div className={classes.words}>
        {t('twoFactorOn')}
        <div className={classes.hint}>{t('resetFactorHint')}</div>
      </div>
      <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate()}>
        {t('resetFactor')}
      </Button>
    </div>
  );
}
