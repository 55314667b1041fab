import type { InviteFrame } from '@foyer/protocol/invite';
import { Button, Modal } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './full-size-play.module.css';
import { usePreview } from './use-preview.ts';

interface FullSizePlayProps {
  isOpen: boolean;
  invite: InviteFrame;
  onClose: () => void;
}

/** Plays an invite as large as a visitor would see it, over the whole window. */
export function FullSizePlay({ isOpen, invite, onClose }: FullSizePlayProps) {
  const { t } = useTranslation('invites');
  return (
    <Modal.Root opened={isOpen} onClose={onClose} fullScreen transitionProps={{ duration: 0 }}>
      <Modal.Content className={classes.content} aria-label={t('stage.fullSizeTitle')}>
        {isOpen ? <Play invite={invite} onClose={onClose} /> : null}
      </Modal.Content>
    </Modal.Root>
  );
}

function Play({ invite, onClose }: Omit<FullSizePlayProps, 'isOpen'>) {
  const { t } = useTranslation('invites');
  const frame = useRef<HTMLIFrameElement>(null);
  const { state, hasFailed, play } = usePreview(frame, invite, { playsAtOnce: true });
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.status} role="status">
          {hasFailed
            ? t('stage.failed')
            : state === null || state === 'shown'
              ? t('stage.playing')
              : t(`stage.${state}`)}
        </p>
        <Button variant="default" leftSection={<IconPlayerPlayFilled size={13} />} onClick={play}>
          {t('stage.again')}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {t('close', { ns: 'shell' })}
        </Button>
      </div>
      <iframe ref={frame} src="/invite-preview" title={t('stage.frame')} className={classes.frame} />
    </>
  );
}
