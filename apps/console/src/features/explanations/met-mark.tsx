import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './met-mark.module.css';
import type { Met } from './read-conditions.ts';

/** Met, not met or not known, as shape and colour, with the word for those who don't see it. */
export function MetMark({ met }: { met: Met }) {
  const { t } = useTranslation('explanations');
  const Icon = met === 'unknown' ? IconQuestionMark : met ? IconCheck : IconX;
  const word = t(`met.${met}`);
  return (
    <span className={classes.mark} data-met={met} title={word}>
      <Icon size={13} stroke={2.4} aria-hidden />
      <span className="visually-hidden">{word}: </span>
    </span>
  );
}
