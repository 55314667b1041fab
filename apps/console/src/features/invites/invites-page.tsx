import { Button, Drawer } from '@mantine/core';
import { IconPhoto, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { InviteForm } from './invite-form.tsx';
import { InviteRow } from './invite-row.tsx';
import { invitesQuery } from './invites-api.ts';
import classes from './invites-page.module.css';

/** A site's invites, and the form of the one at the address. */
export function InvitesPage({ inviteId }: { inviteId: string | null }) {
  const { t } = useTranslation('invites');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const invites = useQuery(invitesQuery(siteId));
  usePageTitle(t('title'));
  const close = () => navigate('/settings/invites');
  const chosen = invites.data?.find((invite) => invite.id === inviteId) ?? null;
  const isOpen = chosen !== null || inviteId === 'new';
  return (
    <Page
      title={t('title')}
      width="reading"
      actions={
        <Button leftSection={<IconPlus size={14} />} onClick={() => navigate('/settings/invites/new')}>
          {t('add')}
        </Button>
      }
    >
      <p className={classes.lead}>{t('lead')}</p>
      {invites.isPending ? (
        <Loading />
      ) : invites.isError ? (
        <Failure error={invites.error} onRetry={() => void invites.refetch()} />
      ) : invites.data.length === 0 ? (
        <Empty icon={<IconPhoto size={22} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </Empty>
      ) : (
        <ul className={classes.list} aria-label={t('listLabel')}>
          {invites.data.map((invite) => (
            <InviteRow key={invite.id} siteId={siteId} invite={invite} />
          ))}
        </ul>
      )}
      <Drawer
        opened={isOpen}
        onClose={close}
        size="34rem"
        title={inviteId === 'new' ? t('newTitle') : t('editTitle')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        {isOpen ? <InviteForm key={inviteId} siteId={siteId} invite={chosen} onClose={close} /> : null}
      </Drawer>
    </Page>
  );
}
