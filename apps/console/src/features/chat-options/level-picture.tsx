import { levelFault } from '@foyer/protocol/chat-options';
import { IconAlarm, IconClock, IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatElapsed } from '../../ui/elapsed.ts';
import classes from './level-picture.module.css';

interface LevelPictureProps {
  /** Seconds; 0: off. */
  one: number;
  two: number;
}

/** A line of time that shows when a pending chat turns orange and red; it follows the numbers as they are typed. */
export function LevelPicture({ one, two }: LevelPictureProps) {
  const { t } = useTranslation('chatOptions');
  const fault = levelFault({ pendingLevelOneSeconds: one, pendingLevelTwoSeconds: two });
  const firstChange = Math.min(...[one, two].filter((seconds) => seconds > 0), Number.POSITIVE_INFINITY);
  const steps = [
    {
      level: 'none',
      icon: IconClock,
      name: t('picture.waiting'),
      text: t('picture.waitingText'),
      from: 0,
      length: firstChange,
    },
    {
      level: 'one',
      icon: IconClockExclamation,
      name: t('picture.one'),
      text: t('picture.oneText'),
      from: one,
      length: two > one ? two - one : one,
    },
    { level: 'two', icon: IconAlarm, name: t('picture.two'), text: t('picture.twoText'), from: two, length: two / 2 },
  ].filter(({ level, from }) => level === 'none' || from > 0);
  return (
    <figure className={classes.figure} aria-label={t('picture.label')}>
      <ol className={classes.line}>
        {steps.map(({ level, icon: Icon, name, text, from, length }) => (
          <li
            key={level}
            className={classes.step}
            data-level={level}
            style={{ flexGrow: Number.isFinite(length) ? Math.max(length, 1) : 1 }}
          >
            <span className={classes.time}>
              {from === 0 ? t('picture.atOnce') : t('picture.from', { time: formatElapsed(from * 1000) })}
            </span>
            <span className={classes.bar}>
              <Icon size={16} stroke={2} aria-hidden />
              <span>{name}</span>
            </span>
            <span className={classes.text}>{text}</span>
          </li>
        ))}
      </ol>
      <figcaption className={classes.caption}>
        {fault !== null ? t('picture.fault') : steps.length === 1 ? t('picture.off') : t('picture.taken')}
      </figcaption>
    </figure>
  );
}
