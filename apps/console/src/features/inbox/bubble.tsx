import { IconCheck, IconChecks, IconClock, IconClockPause } from '@tabler/icons-react';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import classes from './conversation.module.css';

/** How far an own message has come; `unsent`: it waits for the connection. */
export type DeliveryMark = 'unsent' | 'sending' | 'sent' | 'seen';

interface BubbleProps {
  isOurs: boolean;
  name: string;
  at: number;
  /** Continues the message above: no name again. */
  isFollowUp: boolean;
  mark: DeliveryMark | null;
  children: ReactNode;
}

const marks = { unsent: IconClockPause, sending: IconClock, sent: IconCheck, seen: IconChecks };

/** A message. */
export function Bubble({ isOurs, name, at, isFollowUp, mark, children }: BubbleProps) {
  const { t } = useTranslation('inbox');
  const Icon = mark === null ? null : marks[mark];
  return (
    <div className={classNames(classes.message, isOurs && classes.ours, isFollowUp && classes.followUp)}>
      <span className={isFollowUp ? 'visually-hidden' : classes.sender}>
        {name} <time dateTime={new Date(at).toISOString()}>{dayjs(at).format('HH:mm')}</time>
      </span>
      <div className={classes.bubble}>{children}</div>
      {mark === null || Icon === null ? null : (
        <span className={classes.mark} data-mark={mark}>
          <Icon size={13} stroke={2} aria-hidden />
          {t(`mark.${mark}`)}
        </span>
      )}
    </div>
  );
}
