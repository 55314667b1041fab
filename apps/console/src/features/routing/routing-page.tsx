import type { Routing } from '@foyer/protocol/routing';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { FallbackFields } from './fallback-fields.tsx';
import { changeRouting, routingQuery } from './routing-api.ts';
import classes from './routing-page.module.css';
import { RoutingRules } from './routing-rules.tsx';
import { RoutingTest } from './routing-test.tsx';
import { fromRoutingValues, type RoutingValues, routingFieldPaths, toRoutingValues } from './routing-values.ts';
import { StrategyFields } from './strategy-fields.tsx';

/** Who gets a chat: strategy, times, fall-back, rules (W-184 to W-186). */
export function RoutingPage() {
  const { t } = useTranslation('routing');
  const siteId = useSiteId();
  const routing = useQuery(routingQuery(siteId));
  const [reloads, setReloads] = useState(0);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      {routing.isPending ? (
        <Loading />
      ) : routing.isError ? (
        <Failure error={routing.error} onRetry={() => void routing.refetch()} />
      ) : (
        <div className={classes.both}>
          <RoutingForm
            key={`${siteId} ${reloads}`}
            siteId={siteId}
            routing={routing.data}
            onReload={() => void routing.refetch().then(() => setReloads(reloads + 1))}
          />
          <Section title={t('part.test')} about={t('part.testAbout')}>
            <RoutingTest siteId={siteId} routing={routing.data} />
          </Section>
        </div>
      )}
    </SettingsPage>
  );
}

interface RoutingFormProps {
  siteId: string;
  routing: Routing;
  onReload: () => void;
}

function RoutingForm({ siteId, routing, onReload }: RoutingFormProps) {
  const { t } = useTranslation('routing');
  const { t: tShell } = useTranslation('shell');
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(routing.version);
  const form = useForm<RoutingValues>({ initialValues: toRoutingValues(routing) });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: (values: RoutingValues) => changeRouting(siteId, { ...fromRoutingValues(values), version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(routingQuery(siteId).queryKey, saved);
      setVersion(saved.version);
      form.resetDirty();
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error) => form.setErrors(fieldErrors(error, routingFieldPaths(form.getValues()))),
  });
  return (
    <form className={classes.form} onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Section title={t('part.order')}>
        <StrategyFields form={form} />
      </Section>
      <Section title={t('part.fallback')} about={t('part.fallbackAbout')}>
        <FallbackFields form={form} />
      </Section>
      <Section title={t('part.rules')} about={t('part.rulesAbout')}>
        <RoutingRules siteId={siteId} form={form} error={save.error} />
      </Section>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={onReload}
      />
    </form>
  );
}
