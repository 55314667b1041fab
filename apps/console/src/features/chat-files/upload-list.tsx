import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconFile, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { classNames } from '../../ui/class-names.ts';
import classes from './upload-list.module.css';
import { removeUpload, retryUpload, type Upload, uploads } from './uploads.ts';

/** The files that are on their way into a chat, and those that did not get there. */
export function UploadList({ chatId }: { chatId: string }) {
  const { t } = useTranslation('chatFiles');
  const all = useStore(uploads);
  const mine = all.filter((upload) => upload.chatId === chatId);
  if (mine.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('list')}>
      {mine.map((upload) => (
        <Row key={upload.cid} upload={upload} />
      ))}
    </ul>
  );
}

function Row({ upload }: { upload: Upload }) {
  const { t } = useTranslation('chatFiles');
  const { cid, name, state, part, fault, mayRetry } = upload;
  const hasFailed = state === 'failed';
  const percent = Math.round(part * 100);
  return (
    <li className={classNames(classes.row, hasFailed && classes.failed)}>
      {hasFailed ? <IconAlertTriangle size={16} aria-hidden /> : <IconFile size={16} aria-hidden />}
      {hasFailed ? (
        <span className={classes.words} role="alert">
          {t('fault', { name, message: fault ?? '' })}
        </span>
      ) : (
        <span className={classes.words}>
          <span className={classes.name}>{name}</span>
          {state === 'waiting' ? (
            <span className={classes.note}>{t('waiting')}</span>
          ) : (
            <Progress value={percent} size="xs" aria-label={t('sending', { name, percent })} />
          )}
        </span>
      )}
      {hasFailed && mayRetry ? (
        <Button size="compact-xs" variant="default" aria-label={t('retry', { name })} onClick={() => retryUpload(cid)}>
          {t('retryShort')}
        </Button>
      ) : null}
      <ActionIcon size="sm" aria-label={t(hasFailed ? 'remove' : 'cancel', { name })} onClick={() => removeUpload(cid)}>
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
}
