import type { Operator } from '@foyer/protocol/operator';
import { Button, Drawer } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useMe } from '../../api/me.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { sitesQuery } from '../sites/sites-api.ts';
import { UserForm } from './user-form.tsx';
import { usersQuery } from './users-api.ts';

/** Who works with Foyer, and the form of the one at the address. */
export function UsersPage({ userId }: { userId: string | null }) {
  const { t } = useTranslation('users');
  const [, navigate] = useLocation();
  const users = useQuery(usersQuery);
  const columns = useColumns();
  usePageTitle(t('title'));
  const close = () => navigate('/settings/users');
  const chosen = users.data?.find((user) => user.id === userId) ?? null;
  const isOpen = chosen !== null || userId === 'new';
  return (
    <Page
      title={t('title')}
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
        <DataTable
          label={t('listLabel')}
          columns={columns}
          rows={users.data}
          keyOf={(user) => user.id}
          onOpen={(user) => navigate(`/settings/users/${user.id}`)}
        />
      )}
      <Drawer
        opened={isOpen}
        onClose={close}
        size="30rem"
        title={userId === 'new' ? t('newTitle') : t('editTitle')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        {isOpen ? <UserForm key={userId} user={chosen} onClose={close} /> : null}
      </Drawer>
    </Page>
  );
}

function useColumns(): Column<Operator>[] {
  const { t } = useTranslation('users');
  const me = useMe();
  const sites = useQuery(sitesQuery);
  return useMemo(() => {
    const siteNames = (user: Operator) => {
      if (user.role === 'administrator') return t('allSites');
      const names = user.siteIds.flatMap((id) => sites.data?.find((site) => site.id === id)?.name ?? []);
      return names.length === 0 ? t('noSites') : names.join(', ');
    };
    return [
      {
        id: 'name',
        title: t('column.name'),
        width: '14rem',
        render: (user) => (
          <Link href={`/settings/users/${user.id}`} data-list-item>
            {user.id === me.id ? t('you', { name: user.name }) : user.name}
          </Link>
        ),
      },
      { id: 'email', title: t('column.email'), render: (user) => user.email },
      { id: 'role', title: t('column.role'), width: '9rem', render: (user) => t(`role.${user.role}`) },
      { id: 'sites', title: t('column.sites'), width: '14rem', render: siteNames },
      {
        id: 'maxChats',
        title: t('column.maxChats'),
        width: '8rem',
        render: (user) => (user.maxChats === 0 ? t('noLimit') : user.maxChats),
      },
      {
        id: 'state',
        title: t('column.state'),
        width: '6rem',
        render: (user) => (user.disabled ? t('disabled') : t('active')),
      },
    ];
  }, [t, me.id, sites.data]);
}
