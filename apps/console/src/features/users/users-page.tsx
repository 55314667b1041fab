import type { User } from '@foyer/protocol/operator';
import { Button } from '@mantine/core';
import { IconPlus, IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { departmentsQuery, skillsQuery } from '../departments/departments-api.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { sitesQuery } from '../sites/sites-api.ts';
import { SignInPolicySwitch } from './sign-in-policy-switch.tsx';
import { UserStateMark } from './user-state-mark.tsx';
import { usersQuery } from './users-api.ts';
import classes from './users-page.module.css';

/** Who works with Foyer. */
export function UsersPage() {
  const { t } = useTranslation('users');
  const [, navigate] = useLocation();
  const users = useQuery(usersQuery);
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={
        <Button leftSection={<IconPlus size={14} />} onClick={() => navigate('/settings/users/new')}>
          {t('add')}
        </Button>
      }
    >
      {users.isPending ? (
        <Loading />
      ) : users.isError ? (
        <Failure error={users.error} onRetry={() => void users.refetch()} />
      ) : (
        <>
          <ul className={classes.list} aria-label={t('listLabel')}>
            {users.data.map((user) => (
              <UserRow key={user.id} user={user} />
            ))}
          </ul>
          <Section title={t('policy')}>
            <SignInPolicySwitch />
          </Section>
        </>
      )}
    </SettingsPage>
  );
}

function UserRow({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const me = useMe();
  const what = useWhat(user);
  return (
    <li className={classes.row} data-disabled={user.disabled}>
      <div className={classes.words}>
        <Link href={`/settings/users/${user.id}`} className={classes.name}>
          {user.id === me.id ? t('you', { name: user.name }) : user.name}
        </Link>
        <div className={classes.email}>{user.email}</div>
        <div className={classes.what}>
          <span className={classes.role}>{t(`role.${user.role}`)}</span>
          {what.map((one) => (
            <span key={one}>{one}</span>
          ))}
        </div>
      </div>
      <div className={classes.side}>
        <UserStateMark user={user} />
        {user.invited ? null : (
          <span className={classes.mark} data-on={user.twoFactor}>
            {user.twoFactor ? (
              <IconShieldCheck size={15} stroke={1.8} aria-hidden />
            ) : (
              <IconShieldOff size={15} stroke={1.8} aria-hidden />
            )}
            {user.twoFactor ? t('twoFactorOn') : t('twoFactorOff')}
          </span>
        )}
        <span className={classes.seen}>
          {user.lastSeenAt === null ? (
            t('neverSeen')
          ) : (
            <>
              {t('lastSeen')} <Moment at={user.lastSeenAt} />
            </>
          )}
        </span>
      </div>
    </li>
  );
}

/** Sites, departments and skills of the site one looks at, and the chat limit, in words. */
function useWhat(user: User): string[] {
  const { t } = useTranslation('users');
  const siteId = useSiteId();
  const sites = useQuery(sitesQuery);
  const departments = useQuery(departmentsQuery(siteId));
  const skills = useQuery(skillsQuery(siteId));
  const namesOf = (list: { id: string; name: string }[] | undefined, ids: string[]) =>
    ids.flatMap((id) => list?.find((one) => one.id === id)?.name ?? []).join(', ');
  const siteNames = namesOf(sites.data, user.siteIds);
  return [
    user.role === 'administrator' ? t('allSites') : siteNames === '' ? t('noSites') : siteNames,
    namesOf(departments.data, user.departmentIds),
    namesOf(skills.data, user.skillIds),
    user.maxChats === 0 ? '' : t('chatsAtATime', { count: user.maxChats }),
  ].filter((text) => text !== '');
}
