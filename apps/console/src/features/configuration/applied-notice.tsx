import type { AppliedConfiguration } from '@foyer/protocol/configuration';
import { Alert, Button } from '@mantine/core';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import classes from './applied-notice.module.css';
import { rollBack } from './configuration-api.ts';
import { countChanges } from './count-changes.ts';

interface AppliedNoticeProps {
  applied: AppliedConfiguration;
  onRolledBack: () => void;
}

/** Says what was applied, tells secrets that were made, and goes back by one click. */
export function AppliedNotice({ applied, onRolledBack }: AppliedNoticeProps) {
  const { t } = useTranslation('configuration');
  const { importId, plan, madeSecrets } = applied;
  const back = useMutation({
    mutationFn: (id: string) => rollBack(id, null),
    onSuccess: () => {
      notifyDone(t('rolledBack'));
      onRolledBack();
    },
    onError: (error) => notifyFailed(errorText(error), t('rollBackFailed')),
  });
  return (
    <Alert mt="md" color="green" role="status" icon={<IconCheck size={16} aria-hidden />} title={t('applied')}>
      {importId === null ? t('appliedNothing') : t('appliedText', { count: countChanges(plan) })}
      {madeSecrets.map(({ site, secret }) => (
        <p key={site} className={classes.made}>
          {t('made', { site })}
          <code className={classes.secret}>{secret}</code>
        </p>
      ))}
      {importId === null ? null : (
        <div className={classes.back}>
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={14} />}
            loading={back.isPending}
            onClick={() => back.mutate(importId)}
          >
            {t('rollBack')}
          </Button>
        </div>
      )}
    </Alert>
  );
}
