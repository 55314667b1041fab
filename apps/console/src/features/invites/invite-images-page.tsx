import type { InviteImage as Image } from '@foyer/protocol/invite-image';
import { ActionIcon, TextInput } from '@mantine/core';
import { IconPhoto, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { InviteImage } from './invite-image.tsx';
import classes from './invite-images-page.module.css';
import { deleteImage, inviteImagesQuery, refreshInvites, renameImage, restoreImage } from './invites-api.ts';
import { UploadButton } from './upload-button.tsx';

/** The images that were uploaded for a site's invites: names, where they are used, deleting. */
export function InviteImagesPage() {
  const { t } = useTranslation('invites');
  const siteId = useSiteId();
  const images = useQuery(inviteImagesQuery(siteId));
  return (
    <SettingsPage
      title={t('imagesTitle')}
      purpose={t('imagesPurpose')}
      back={{ href: '/settings/invites', label: t('title') }}
    >
      <div className={classes.upload}>
        <UploadButton siteId={siteId} />
      </div>
      {images.isPending ? (
        <Loading />
      ) : images.isError ? (
        <Failure error={images.error} onRetry={() => void images.refetch()} />
      ) : images.data.length === 0 ? (
        <Empty icon={<IconPhoto size={22} />} title={t('imagesEmptyTitle')}>
          {t('imagesEmptyText')}
        </Empty>
      ) : (
        <ul className={classes.list} aria-label={t('imagesTitle')}>
          {images.data.map((image) => (
            <ImageRow key={image.id} siteId={siteId} image={image} />
          ))}
        </ul>
      )}
    </SettingsPage>
  );
}

function ImageRow({ siteId, image }: { siteId: string; image: Image }) {
  const { t } = useTranslation('invites');
  const { t: tShell } = useTranslation('shell');
  const [name, setName] = useState(image.name);
  const rename = useMutation({
    mutationFn: () => renameImage(siteId, image, name),
    onSuccess: () => notifyDone(tShell('saved')),
    onSettled: () => refreshInvites(siteId),
  });
  const remove = async () => {
    try {
      await deleteImage(siteId, image);
    } catch (error) {
      notifyFailed(errorText(error), t('imageNotRemoved'));
      return;
    } finally {
      await refreshInvites(siteId);
    }
    notifyUndoable(t('imageRemoved', { name: image.name }), tShell('undo'), () => void restore());
  };
  const restore = async () => {
    try {
      await restoreImage(siteId, image);
      notifyDone(t('imageRestored', { name: image.name }));
    } catch (error) {
      notifyFailed(errorText(error));
    }
    await refreshInvites(siteId);
  };
  const isUsed = image.usedBy.length > 0;
  return (
    <li className={classes.row}>
      <InviteImage siteId={siteId} image={`upload:${image.id}`} size={56} />
      <div className={classes.words}>
        <TextInput
          aria-label={t('imageName', { name: image.name })}
          value={name}
          maxLength={80}
          error={
            name.trim() === ''
              ? t('fault.name')
              : rename.error
                ? (fieldErrors(rename.error, ['name']).name ?? errorText(rename.error))
                : null
          }
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={() => {
            if (name.trim() !== '' && name.trim() !== image.name) rename.mutate();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') setName(image.name);
          }}
        />
        <p className={classes.facts}>
          {t('imageFacts', { width: image.width, height: image.height, kilobytes: Math.ceil(image.bytes / 1024) })}
          {image.wasAnimated ? ` · ${t('imageWasAnimated')}` : null}
          {' · '}
          {isUsed ? (
            <>
              {t('imageUsedBy')}{' '}
              {image.usedBy.map((invite, index) => (
                <span key={invite.id}>
                  {index === 0 ? '' : ', '}
                  <Link href={invite.id === 'chat-window' ? '/settings/chat-window' : `/settings/invites/${invite.id}`}>
                    {invite.name}
                  </Link>
                </span>
              ))}
            </>
          ) : (
            t('imageUnused')
          )}
        </p>
      </div>
      <ActionIcon
        aria-label={t('imageRemove', { name: image.name })}
        title={isUsed ? t('imageInUse') : undefined}
        onClick={() => (isUsed ? notifyFailed(t('imageInUse'), t('imageNotRemoved')) : void remove())}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </li>
  );
}
