import { useTranslation } from 'react-i18next';
import classes from './share-bar.module.css';

interface Share {
  key: string;
  name: string;
  percent: number;
  tone: string;
}

/** How visitors are shared out, as a bar with what its parts are called and how large they are. */
export function ShareBar({ shares }: { shares: readonly Share[] }) {
  const { t } = useTranslation('experiments');
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {shares.map(({ key, percent, tone }) => (
          <span key={key} className={classes.part} data-tone={tone} style={{ flexGrow: percent }} />
        ))}
      </div>
      <ul className={classes.legend} aria-label={t('shares')}>
        {shares.map(({ key, name, percent, tone }) => (
          <li key={key}>
            <span className={classes.key} data-tone={tone} aria-hidden />
            <span className={classes.name}>{name}</span> <strong>{percent} %</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
