import type { ChangeDetail } from '@foyer/protocol/change';
import { Button, Drawer, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import classes from './change-drawer.module.css';
import { ChangeWords } from './change-words.tsx';
import { changeQuery, type Scope } from './changes-api.ts';
import { listDifferences, nameField } from './list-differences.ts';
import { canRestore, restoreChange } from './restore-change.ts';

interface ChangeDrawerProps {
  scope: Scope;
  changeId: string | null;
  onClose: () => void;
}

/** One change, field by field, and the way back. */
export function ChangeDrawer({ scope, changeId, onClose }: ChangeDrawerProps) {
  const { t } = useTranslation('changes');
  return (
    <Drawer
      opened={changeId !== null}
      onClose={onClose}
      size="40rem"
      title={t('drawer')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
    >
      {changeId === null ? null : <Detail scope={scope} changeId={changeId} onClose={onClose} />}
    </Drawer>
  );
}

function Detail({ scope, changeId, onClose }: { scope: Scope; changeId: string; onClose: () => void }) {
  const { t } = useTranslation('changes');
  const found = useQuery(changeQuery(scope, changeId));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} onRetry={() => void found.refetch()} />;
  const change = found.data;
  return (
    <>
      <p className={classes.head}>
        <ChangeWords change={change} /> · <Moment at={change.at} />
      </p>
      <table className={classes.table} aria-label={t('drawer')}>
        <thead>
          <tr>
            <th scope="col">{t('field')}</th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {listDifferences(change).map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{nameField(field)}</th>
              <td>
                <Value value={before} />
              </td>
              <td>
                <Value value={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {scope !== null && canRestore(change) ? <Restore siteId={scope} change={change} onDone={onClose} /> : null}
    </>
  );
}

/** A value as text: what was typed may be anything. */
function Value({ value }: { value: unknown }) {
  const { t } = useTranslation('changes');
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return <span className={classes.nothing}>{t('nothing')}</span>;
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return (
      <ul className={classes.entries}>
        {value.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries can be the same, and never move
          <li key={place}>{entry}</li>
        ))}
      </ul>
    );
  if (typeof value === 'object') return <pre className={classes.json}>{JSON.stringify(value, null, 1)}</pre>;
  return String(value);
}

function Restore({ siteId, change, onDone }: { siteId: string; change: ChangeDetail; onDone: () => void }) {
  const { t } = useTranslation('changes');
  const restore = useMutation({
    mutationFn: () => restoreChange(siteId, change),
    onSuccess: () => {
      notifyDone(t('restored', { name: change.name }));
      onDone();
    },
    onError: (error) => notifyFailed(errorText(error), t('restoreFailed')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['site', siteId] }),
  });
  return (
    <div className={classes.restore}>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={15} aria-hidden />}
        loading={restore.isPending}
        onClick={() => restore.mutate()}
      >
        {change.act === 'deleted' ? t('restoreDeleted') : t('restore')}
      </Button>
      <Text size="xs" c="dimmed">
        {change.act === 'deleted' ? null : t('restoreHint')}
      </Text>
    </div>
  );
}
