import { type Attachment, acceptedEndings, attachmentLimits, takenAttachmentSchema } from '@foyer/protocol/chat-file';
import { ActionIcon, Button, Text } from '@mantine/core';
import { IconFile, IconPaperclip, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText, sendFile } from '../../api/rest-client.ts';
import classes from './attachments-field.module.css';

interface AttachmentsFieldProps {
  siteId: string;
  value: readonly Attachment[];
  onChange: (value: Attachment[]) => void;
  isReadOnly: boolean;
  error: React.ReactNode;
}

/** The files of a canned response: attached here, kept when it is saved. */
export function AttachmentsField({ siteId, value, onChange, isReadOnly, error }: AttachmentsFieldProps) {
  const { t } = useTranslation('canned');
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const megabytes = attachmentLimits.bytes / 1_048_576;
  const upload = useMutation({
    mutationFn: (file: File) =>
      sendFile(
        `/sites/${siteId}/canned-responses/files?name=${encodeURIComponent(file.name)}`,
        takenAttachmentSchema,
        file,
      ),
    onSuccess: ({ fileId, name }) => onChange([...value.filter((one) => one.fileId !== fileId), { fileId, name }]),
    onError: (failure, file) => {
      const { file: message } = fieldErrors(failure, ['file']);
      setFault(t('attachments.fault', { name: file.name, message: message ?? errorText(failure) }));
    },
  });
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    setFault(null);
    if (file.size > attachmentLimits.bytes)
      setFault(t('attachments.fault', { name: file.name, message: t('attachments.tooLarge', { megabytes }) }));
    else upload.mutate(file);
  };
  const shownFault = fault ?? error;
  return (
    <div>
      <Text size="sm" fw={500}>
        {t('field.attachments')}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {t('field.attachmentsHint', { count: attachmentLimits.perResponse, megabytes })}
      </Text>
      {value.length === 0 ? null : (
        <ul className={classes.list} aria-label={t('field.attachments')}>
          {value.map(({ fileId, name }) => (
            <li key={fileId} className={classes.file}>
              <IconFile size={15} aria-hidden />
              <span className={classes.name}>{name}</span>
              {isReadOnly ? null : (
                <ActionIcon
                  size="sm"
                  aria-label={t('attachments.remove', { name })}
                  onClick={() => onChange(value.filter((one) => one.fileId !== fileId))}
                >
                  <IconX size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {isReadOnly ? null : (
        <>
          <input
            ref={input}
            type="file"
            accept={acceptedEndings(true)}
            className="visually-hidden"
            tabIndex={-1}
            aria-hidden
            data-testid="canned-files"
            onChange={(event) => {
              take(event.currentTarget.files?.[0]);
              event.currentTarget.value = ''; // the same file may be chosen again
            }}
          />
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPaperclip size={14} />}
            loading={upload.isPending}
            disabled={value.length >= attachmentLimits.perResponse}
            onClick={() => input.current?.click()}
          >
            {t('attachments.add')}
          </Button>
        </>
      )}
      {shownFault === null || shownFault === undefined ? null : (
        <Text size="xs" c="var(--red)" mt={6} role="alert">
          {shownFault}
        </Text>
      )}
    </div>
  );
}
