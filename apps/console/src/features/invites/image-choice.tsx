import { type GalleryImage, galleryImages } from '@foyer/protocol/gallery';
import { Input, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import classes from './image-choice.module.css';
import { InviteImage } from './invite-image.tsx';
import { inviteImagesQuery } from './invites-api.ts';
import { UploadButton } from './upload-button.tsx';

interface ImageChoiceProps {
  siteId: string;
  /** As invites name it. */
  value: string;
  error: ReactNode;
  onChange: (image: string) => void;
}

/** Chooses an image of the gallery, or one of the site's own. */
export function ImageChoice({ siteId, value, error, onChange }: ImageChoiceProps) {
  const { t } = useTranslation('invites');
  const labelId = useId();
  const [from, setFrom] = useState(value.startsWith('upload:') ? 'own' : 'gallery');
  const images = useQuery(inviteImagesQuery(siteId));
  const option = (image: string, name: string) => (
    <label key={image} className={classes.option}>
      <input
        type="radio"
        name="invite-image"
        className="visually-hidden"
        checked={value === image}
        onChange={() => onChange(image)}
      />
      <InviteImage siteId={siteId} image={image} size={64} />
      <span className={classes.name}>{name}</span>
    </label>
  );
  return (
    <div>
      <Input.Label id={labelId} component="span">
        {t('field.image')}
      </Input.Label>
      <Tabs value={from} onChange={(chosen) => setFrom(chosen ?? 'gallery')} variant="pills" keepMounted={false} mt={4}>
        <Tabs.List className={classes.sources ?? ''}>
          <Tabs.Tab value="gallery">{t('gallery')}</Tabs.Tab>
          <Tabs.Tab value="own">{t('ownImages', { count: images.data?.length ?? 0 })}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="gallery">
          <div role="radiogroup" aria-labelledby={labelId} className={classes.options}>
            {galleryImages.map((name) => option(`gallery:${name}`, t(`image.${name satisfies GalleryImage}`)))}
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="own">
          {images.isPending ? (
            <Loading />
          ) : images.isError ? (
            <Failure error={images.error} onRetry={() => void images.refetch()} />
          ) : (
            <>
              {images.data.length === 0 ? (
                <p className={classes.hint}>{t('noImages')}</p>
              ) : (
                <div role="radiogroup" aria-labelledby={labelId} className={classes.options}>
                  {images.data.map((image) => option(`upload:${image.id}`, image.name))}
                </div>
              )}
              <div className={classes.foot}>
                <UploadButton siteId={siteId} onUploaded={(image) => onChange(`upload:${image.id}`)} />
                <Link href="/settings/invites/images">{t('manageImages')}</Link>
              </div>
            </>
          )}
        </Tabs.Panel>
      </Tabs>
      {error === undefined ? null : <Input.Error mt={4}>{error}</Input.Error>}
    </div>
  );
}
