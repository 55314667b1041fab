import type { SentLink, User } from '@foyer/protocol/operator';
import { Button } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useMe } from '../../api/me.ts';
import { errorText } from '../../api/rest-client.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { WorkPeriodsSection } from '../work-periods/work-periods-section.tsx';
import { InviteForm } from './invite-form.tsx';
import { SentLinkBox } from './sent-link-box.tsx';
import { UserAccess } from './user-access.tsx';
import { UserForm } from './user-form.tsx';
import classes from './user-page.module.css';
import { deleteUser, refreshUsers, restoreUser, usersQuery } from './users-api.ts';

const home = '/settings/users';

/** One user, or with `new` the invitation of one. */
export function UserPage({ userId }: { userId: string }) {
  const { t } = useTranslation('users');
  const users = useQuery(usersQuery);
  const user = users.data?.find((one) => one.id === userId) ?? null;
  const back = { href: home, label: t('back') };
  if (userId === 'new')
    return (
      <SettingsPage title={t('newTitle')} purpose={t('newPurpose')} back={back}>
        <Invite />
      </SettingsPage>
    );
  return (
    <SettingsPage title={user?.name ?? t('title')} purpose={t('editPurpose')} back={back}>
      {users.isPending ? (
        <Loading />
      ) : users.isError ? (
        <Failure error={users.error} onRetry={() => void users.refetch()} />
      ) : user === null ? (
        <Empty icon={<IconUserOff size={22} />} title={t('gone')} actions={<Link href={home}>{t('back')}</Link>}>
          {t('goneText')}
        </Empty>
      ) : (
        <Edit user={user} />
      )}
    </SettingsPage>
  );
}

function Invite() {
  const { t } = useTranslation('users');
  const [, navigate] = useLocation();
  const [sent, setSent] = useState<SentLink | null>(null);
  if (sent === null) return <InviteForm onSent={setSent} onCancel={() => navigate(home)} />;
  return (
    <SentLinkBox sent={sent}>
      <Button variant="default" onClick={() => setSent(null)}>
        {t('inviteAnother')}
      </Button>
      <Button onClick={() => navigate(home)}>{t('done')}</Button>
    </SentLinkBox>
  );
}

function Edit({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const me = useMe();
  const [round, setRound] = useState(0);
  const reload = () => void refreshUsers().then(() => setRound((one) => one + 1));
  const remove = useDeleteUser();
  return (
    <>
      <Section title={t('what')}>
        <UserForm key={round} user={user} onReload={reload} />
      </Section>
      <WorkPeriodsSection userId={user.id} />
      <UserAccess user={user} />
      {user.id === me.id ? null : (
        <Section title={t('leaving')}>
          <div className={classes.line}>
            <div className={classes.words}>
              <span className={classes.hint}>{t('deleteHint')}</span>
            </div>
            <Button variant="subtle" color="red" onClick={() => void remove(user)}>
              {t('delete')}
            </Button>
          </div>
        </Section>
      )}
    </>
  );
}

/** Deletes a user, and for 8 seconds offers to put them back as they were. */
function useDeleteUser(): (user: User) => Promise<void> {
  const { t } = useTranslation('users');
  const { t: tShell } = useTranslation('shell');
  const [, navigate] = useLocation();
  const undo = async (user: User) => {
    try {
      await restoreUser(user.id);
      notifyDone(t('restored', { name: user.name }));
    } catch (error) {
      notifyFailed(errorText(error));
    }
    await refreshUsers();
  };
  return async (user) => {
    try {
      await deleteUser(user);
    } catch (error) {
      notifyFailed(errorText(error), t('deleteFailed', { name: user.name }));
      await refreshUsers();
      return;
    }
    navigate(home);
    await refreshUsers();
    notifyUndoable(t('deleted', { name: user.name }), tShell('undo'), () => void undo(user));
  };
}
