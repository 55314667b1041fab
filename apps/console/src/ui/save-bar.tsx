import { Alert, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, isProblem } from '../api/rest-client.ts';
import { FormFault } from './form-fault.tsx';
import classes from './save-bar.module.css';

interface SaveBarProps {
  error: unknown;
  isBusy: boolean;
  /** A fault that belongs to no field. */
  fault: ReactNode;
  /** The fields say themselves what is wrong. */
  hasFieldFaults: boolean;
  /** Gets the newest version after somebody else's change. */
  onReload: () => void;
  onCancel?: (() => void) | undefined;
  /** Further buttons, at the other end. */
  children?: ReactNode;
}

/** The end of a form: what went wrong, Save and Cancel. */
export function SaveBar({ error, isBusy, fault, hasFieldFaults, onReload, onCancel, children }: SaveBarProps) {
  const { t } = useTranslation('shell');
  return (
    <div className={classes.bar}>
      {isProblem(error, 'conflict') ? (
        <Alert color="yellow" title={t('staleTitle')} role="alert" mb="sm">
          {t('stale')}{' '}
          <Button variant="default" size="compact-xs" onClick={onReload}>
            {t('reload')}
          </Button>
        </Alert>
      ) : (
        <FormFault text={fault ?? (error && !hasFieldFaults ? errorText(error) : null)} />
      )}
      <Group mt="sm" gap="xs">
        <Button type="submit" loading={isBusy}>
          {t('save')}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
        <span className={classes.rest}>{children}</span>
      </Group>
    </div>
  );
}
