import { IconFlask } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './simulated-note.module.css';

/** Says of the demo's list that its visitors are made up, and how to be without them. */
export function SimulatedNote() {
  const { t } = useTranslation('visitors');
  return (
    <p className={classes.note}>
      <IconFlask size={14} stroke={1.9} aria-hidden className={classes.icon} />
      <span>
        {t('simulated')} {t('simulatedOff')} <code className={classes.code}>FOYER_DEMO_VISITORS=0</code>
      </span>
    </p>
  );
}
