import type { FileContent } from '@foyer/protocol/chat';
import { Button, Modal } from '@mantine/core';
import {
  IconDownload,
  IconFile,
  IconFileText,
  IconFileTypePdf,
  IconPresentation,
  IconTable,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../ui/format-bytes.ts';
import { type FileKind, kindOf } from './file-kind.ts';
import classes from './shown-file.module.css';

const icons: Partial<Record<FileKind, typeof IconFile>> = {
  pdf: IconFileTypePdf,
  text: IconFileText,
  document: IconFileText,
  spreadsheet: IconTable,
  presentation: IconPresentation,
};
/** A picture is shown no larger in the conversation. px */
const widest = 260;
const highest = 200;

/** A file of a chat: pictures as such, which open large, others with their name, kind and size, to be downloaded. */
export function ShownFile({ file, folder }: { file: FileContent; folder: string }) {
  const address = `/api/v1${folder}/${file.fileId}`;
  return file.width !== null && file.height !== null ? (
    <Picture file={file} address={address} width={file.width} height={file.height} />
  ) : (
    <Other file={file} address={address} />
  );
}

interface PictureProps {
  file: FileContent;
  address: string;
  width: number;
  height: number;
}

function Picture({ file, address, width, height }: PictureProps) {
  const { t } = useTranslation('chatFiles');
  const [isOpen, setIsOpen] = useState(false);
  const scale = Math.min(1, widest / width, highest / height);
  return (
    <>
      <button
        type="button"
        className={classes.picture}
        aria-label={t('open', { name: file.name })}
        onClick={() => setIsOpen(true)}
      >
        {/* Its place is there before it is: nothing jumps. */}
        <img
          src={address}
          alt=""
          width={Math.max(1, Math.round(width * scale))}
          height={Math.max(1, Math.round(height * scale))}
        />
      </button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={file.name}
        size="auto"
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        <img className={classes.large} src={address} alt={file.name} width={width} height={height} />
        <Button
          component="a"
          href={`${address}?download=1`}
          variant="default"
          mt="sm"
          leftSection={<IconDownload size={14} />}
        >
          {t('download')} · {formatBytes(file.bytes)}
        </Button>
      </Modal>
    </>
  );
}

function Other({ file, address }: { file: FileContent; address: string }) {
  const { t } = useTranslation('chatFiles');
  const kind = kindOf(file.mediaType);
  const Icon = icons[kind] ?? IconFile;
  return (
    <a
      className={classes.file}
      href={`${address}?download=1`}
      download={file.name}
      aria-label={`${t('downloadOf', { name: file.name })}, ${t(`kind.${kind}`)}, ${formatBytes(file.bytes)}`}
    >
      <Icon size={26} stroke={1.5} aria-hidden />
      <span className={classes.words}>
        <span className={classes.name}>{file.name}</span>
        <span className={classes.size}>
          {t(`kind.${kind}`)} · {formatBytes(file.bytes)}
        </span>
      </span>
      <IconDownload size={16} aria-hidden />
    </a>
  );
}
