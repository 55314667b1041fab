import type { ChatSummary } from '@foyer/protocol/chat';
import { IconFileUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './file-drop.module.css';
import { useSendFiles } from './use-send-files.ts';

/** Takes files that are dropped anywhere on what it stands in, and says so while they are above it. */
export function FileDrop({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('chatFiles');
  const files = useSendFiles(chat);
  const ref = useRef<HTMLDivElement>(null);
  const send = useRef(files?.send);
  send.current = files?.send;
  const [isOver, setIsOver] = useState(false);
  const isOn = files !== null;
  useEffect(() => {
    const place = ref.current?.parentElement;
    if (!place || !isOn) return undefined;
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const entered = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setIsOver(true);
    };
    const left = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setIsOver(false);
    };
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault(); // else the browser would leave for the file
    };
    const dropped = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      send.current?.(event.dataTransfer?.files ?? []);
    };
    place.addEventListener('dragenter', entered);
    place.addEventListener('dragleave', left);
    place.addEventListener('dragover', over);
    place.addEventListener('drop', dropped);
    return () => {
      place.removeEventListener('dragenter', entered);
      place.removeEventListener('dragleave', left);
      place.removeEventListener('dragover', over);
      place.removeEventListener('drop', dropped);
    };
  }, [isOn]);
  return (
    <div ref={ref} className={classes.drop} data-over={isOver} aria-hidden={!isOver}>
      {isOver ? (
        <p className={classes.words}>
          <IconFileUpload size={22} aria-hidden />
          {t('drop')}
        </p>
      ) : null}
    </div>
  );
}
