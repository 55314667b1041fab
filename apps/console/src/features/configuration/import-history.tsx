import type { ConfigurationImport } from '@foyer/protocol/configuration';
import { isEmptyPlan } from '@foyer/protocol/configuration';
import { Button, Group, Modal } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { importsQuery, planRollBack, rollBack } from './configuration-api.ts';
import { FaultList } from './fault-list.tsx';
import classes from './import-history.module.css';
import { PlanView } from './plan-view.tsx';

/** What was applied lately, each with the way back. */
export function ImportHistory() {
  const { t } = useTranslation('configuration');
  const { t: tShell } = useTranslation('shell');
  const imports = useQuery(importsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Section title={t('history')} about={t('historyAbout')}>
      {imports.isPending ? (
        <Loading />
      ) : imports.isError ? (
        <Failure error={imports.error} onRetry={() => void imports.refetch()} />
      ) : imports.data.length === 0 ? (
        <p className={classes.none}>{t('historyNone')}</p>
      ) : (
        <ul className={classes.list} aria-label={t('history')}>
          {imports.data.map((one) => (
            <ImportRow key={one.id} applied={one} onRollBack={() => setChosen(one.id)} />
          ))}
        </ul>
      )}
      <Modal
        opened={chosen !== null}
        onClose={() => setChosen(null)}
        size="lg"
        title={t('rollBackTitle')}
        closeButtonProps={{ 'aria-label': tShell('close') }}
      >
        {chosen === null ? null : <RollBack key={chosen} importId={chosen} onDone={() => setChosen(null)} />}
      </Modal>
    </Section>
  );
}

function ImportRow({ applied, onRollBack }: { applied: ConfigurationImport; onRollBack: () => void }) {
  const { t } = useTranslation('configuration');
  const { at, by, cause, sites } = applied;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <p>
          <Moment at={at} /> · {t('historyLine', { by, cause: t(`cause.${cause}`) })}
        </p>
        <p className={classes.sites}>
          {sites.map(({ name, changes }) => `${name}: ${t('changes', { count: changes })}`).join(' · ')}
        </p>
      </div>
      <Button variant="default" leftSection={<IconArrowBackUp size={14} />} onClick={onRollBack}>
        {t('rollBack')}
      </Button>
    </li>
  );
}

function RollBack({ importId, onDone }: { importId: string; onDone: () => void }) {
  const { t } = useTranslation('configuration');
  const { t: tShell } = useTranslation('shell');
  const plan = useQuery({
    queryKey: ['configuration', 'rollBack', importId],
    queryFn: () => planRollBack(importId),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const back = useMutation({
    mutationFn: (planned: string) => rollBack(importId, planned),
    onSuccess: () => {
      notifyDone(t('rolledBack'));
      onDone();
    },
    onError: () => void plan.refetch(),
  });
  if (plan.isPending) return <Loading />;
  if (plan.isError) return <FaultList error={plan.error} />;
  const isEmpty = isEmptyPlan(plan.data);
  return (
    <>
      {isEmpty ? null : <p className={classes.about}>{t('rollBackAbout')}</p>}
      <PlanView plan={plan.data} nothing={t('rollBackNothing')} />
      <FaultList error={back.error} />
      <Group mt="md" gap="xs">
        {isEmpty ? null : (
          <Button loading={back.isPending} onClick={() => back.mutate(plan.data.id)}>
            {t('rollBack')}
          </Button>
        )}
        <Button variant="default" onClick={onDone}>
          {tShell('cancel')}
        </Button>
      </Group>
    </>
  );
}
