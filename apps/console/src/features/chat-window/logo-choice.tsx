import { Button, Group, Input, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { InviteImage } from '../invites/invite-image.tsx';
import { inviteImagesQuery } from '../invites/invites-api.ts';
import { UploadButton } from '../invites/upload-button.tsx';

interface LogoChoiceProps {
  siteId: string;
  /** `upload:ID`, or empty: none. */
  value: string;
  error: ReactNode;
  onChange: (logo: string) => void;
}

/** The logo in the window's head: one of the site's uploaded images, or none. */
export function LogoChoice({ siteId, value, error, onChange }: LogoChoiceProps) {
  const { t } = useTranslation('chatWindow');
  const images = useQuery(inviteImagesQuery(siteId));
  const offered = (images.data ?? []).map(({ id, name }) => ({ value: `upload:${id}`, label: name }));
  return (
    <div>
      <Select
        label={t('field.logo')}
        description={t('field.logoHint')}
        placeholder={t('noLogo')}
        data={offered}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
      {error === undefined ? null : <Input.Error mt={4}>{error}</Input.Error>}
      <Group mt="xs" align="flex-start">
        {value === '' ? null : (
          <>
            <InviteImage siteId={siteId} image={value} size={40} />
            <Button variant="default" onClick={() => onChange('')}>
              {t('removeLogo')}
            </Button>
          </>
        )}
        <UploadButton siteId={siteId} onUploaded={({ id }) => onChange(`upload:${id}`)} />
      </Group>
    </div>
  );
}
