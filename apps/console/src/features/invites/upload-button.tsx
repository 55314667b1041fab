import { type InviteImage, inviteImageLimits } from '@foyer/protocol/invite-image';
import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { refreshInvites, uploadImage } from './invites-api.ts';
import classes from './upload-button.module.css';

interface UploadButtonProps {
  siteId: string;
  onUploaded?: (image: InviteImage) => void;
}

/** Uploads an image of one's own, and says beside it why one is not taken. */
export function UploadButton({ siteId, onUploaded }: UploadButtonProps) {
  const { t } = useTranslation('invites');
  const input = useRef<HTMLInputElement>(null);
  const faultId = useId();
  const [fault, setFault] = useState<string | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) => uploadImage(siteId, file),
    onSuccess: async (image) => {
      await refreshInvites(siteId);
      notifyDone(t(image.wasAnimated ? 'uploadedStill' : 'uploaded', { name: image.name }));
      onUploaded?.(image);
    },
    onError: (error, file) => {
      const { image } = fieldErrors(error, ['image']);
      setFault(image === undefined ? errorText(error) : t('fault.file', { name: file.name, message: image }));
    },
  });
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    setFault(null);
    if (file.size > inviteImageLimits.bytes)
      setFault(t('fault.fileSize', { name: file.name, megabytes: (file.size / 1_048_576).toFixed(1) }));
    else upload.mutate(file);
  };
  return (
    <div className={classes.root}>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/gif,image/webp"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('upload')}
        onChange={(event) => {
          take(event.currentTarget.files?.[0]);
          event.currentTarget.value = ''; // the same file may be chosen again
        }}
      />
      <Button
        variant="default"
        leftSection={<IconUpload size={14} />}
        loading={upload.isPending}
        aria-describedby={faultId}
        onClick={() => input.current?.click()}
      >
        {t('upload')}
      </Button>
      <p id={faultId} className={classes.note} data-fault={fault !== null} role={fault === null ? undefined : 'alert'}>
        {fault ?? t('uploadHint')}
      </p>
    </div>
  );
}
