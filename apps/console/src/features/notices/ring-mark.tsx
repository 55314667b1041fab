import type { Ring } from '@foyer/protocol/ring';
import { Tooltip } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './ring-mark.module.css';
import { ringReasons } from './ring-reasons.ts';

/** Marks an operator whose browsers cannot call them, and says why. */
export function RingMark({ ring }: { ring: Ring }) {
  const { t } = useTranslation('notices');
  const why = t('cannotRingWhy', { reasons: ringReasons(ring) });
  return (
    <Tooltip label={why} multiline w={260}>
      <span className={classes.mark} role="img" aria-label={why}>
        <IconBellOff size={13} aria-hidden />
      </span>
    </Tooltip>
  );
}
