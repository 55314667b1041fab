import { galleryImages } from '@foyer/protocol/gallery';
import { Button } from '@mantine/core';
import { IconPhoto, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearch } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { InviteDesigner } from './invite-designer.tsx';
import { InviteImage } from './invite-image.tsx';
import { InviteImagesPage } from './invite-images-page.tsx';
import { InviteOrder } from './invite-order.tsx';
import { invitesQuery } from './invites-api.ts';
import classes from './invites-page.module.css';

/** A site's invites; the designer of the one at the address; or the site's own images. */
export function InvitesPage({ inviteId }: { inviteId: string | null }) {
  if (inviteId === 'images') return <InviteImagesPage />;
  return inviteId === null ? <InviteList /> : <OneInvite inviteId={inviteId} />;
}

function InviteList() {
  const { t } = useTranslation('invites');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const invites = useQuery(invitesQuery(siteId));
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconPhoto size={14} />}
            onClick={() => navigate('/settings/invites/images')}
          >
            {t('imagesTitle')}
          </Button>
          <Button leftSection={<IconPlus size={14} />} onClick={() => navigate('/settings/invites/new')}>
            {t('add')}
          </Button>
        </>
      }
    >
      {invites.isPending ? (
        <Loading />
      ) : invites.isError ? (
        <Failure error={invites.error} onRetry={() => void invites.refetch()} />
      ) : invites.data.length === 0 ? (
        <>
          <Empty icon={<IconPhoto size={22} />} title={t('emptyTitle')}>
            {t('emptyText')}
          </Empty>
          <ul className={classes.starts} aria-label={t('startWith')}>
            {galleryImages.slice(0, 8).map((name) => (
              <li key={name}>
                <Link href={`/settings/invites/new?image=${name}`} className={classes.start}>
                  <InviteImage siteId={siteId} image={`gallery:${name}`} size={76} />
                  {t(`image.${name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <div className={classes.bar}>
            <p>{t('orderHint')}</p>
            <p>{t('figuresHint')}</p>
          </div>
          <InviteOrder siteId={siteId} invites={invites.data} />
        </>
      )}
    </SettingsPage>
  );
}

/** The designer, once its invite is read, which may be a moment after it was made. */
function OneInvite({ inviteId }: { inviteId: string }) {
  const { t } = useTranslation('invites');
  const siteId = useSiteId();
  const invites = useQuery(invitesQuery(siteId));
  const [reloads, setReloads] = useState(0);
  const wanted = new URLSearchParams(useSearch()).get('image');
  const image = galleryImages.find((name) => name === wanted);
  const back = { href: '/settings/invites', label: t('title') };
  const invite = invites.data?.find((one) => one.id === inviteId) ?? null;
  if (invites.isError)
    return (
      <SettingsPage title={t('title')} purpose={t('designerPurpose')} back={back}>
        <Failure error={invites.error} onRetry={() => void invites.refetch()} />
      </SettingsPage>
    );
  if (invites.isPending) return <Loading />;
  if (inviteId !== 'new' && invite === null)
    return (
      <SettingsPage title={t('title')} purpose={t('designerPurpose')} back={back}>
        <Empty icon={<IconPhoto size={22} />} title={t('goneTitle')}>
          {t('goneText')}
        </Empty>
      </SettingsPage>
    );
  return (
    <InviteDesigner
      key={`${inviteId} ${reloads}`}
      siteId={siteId}
      invite={invite}
      image={image && `gallery:${image}`}
      onReload={() => void invites.refetch().then(() => setReloads(reloads + 1))}
    />
  );
}
