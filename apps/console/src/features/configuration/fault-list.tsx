import { useTranslation } from 'react-i18next';
import { ApiError, errorText } from '../../api/rest-client.ts';
import classes from './fault-list.module.css';

/** As many as the server tells at once. */
const told = 50;

/** Why a file can't be applied: each fault with the path of its place. */
export function FaultList({ error }: { error: unknown }) {
  const { t } = useTranslation('configuration');
  if (error === null || error === undefined) return null;
  const faults = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return (
    <div className={classes.faults} role="alert">
      <p className={classes.title}>{faults.length > 0 ? t('faults') : errorText(error)}</p>
      <ul>
        {faults.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <code>{path || t('whole')}</code> {message}
          </li>
        ))}
      </ul>
      {faults.length >= told ? <p>{t('faultsMore')}</p> : null}
    </div>
  );
}
