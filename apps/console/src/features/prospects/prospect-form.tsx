import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import { Button, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { BackTestButton } from '../back-tests/back-test-button.tsx';
import { ConditionBuilder } from '../conditions/condition-builder.tsx';
import { type ExpressionFaults, expressionFaults } from '../conditions/condition-faults.ts';
import { invitesQuery } from '../invites/invites-api.ts';
import { DraftFindings } from '../rule-findings/draft-findings.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import { ActivationChoice } from './activation-choice.tsx';
import { describeProspectRule } from './describe-prospect-rule.ts';
import { ProspectActions } from './prospect-actions.tsx';
import classes from './prospect-form.module.css';
import {
  fromProspectValues,
  type ProspectValues,
  prospectFieldPaths,
  toProspectValues,
  withoutEmptyLines,
} from './prospect-values.ts';
import { changeProspectRule, createProspectRule } from './prospects-api.ts';
import { SpecificPages } from './specific-pages.tsx';
import { TryRule } from './try-rule.tsx';
import { refreshProspectRules, useDeleteProspectRule } from './use-prospect-rules.ts';

interface ProspectFormProps {
  siteId: string;
  /** Null: a new one. */
  rule: ProspectRule | null;
  onClose: () => void;
}

/** Adds or changes a prospect rule (S-028 to S-055). */
export function ProspectForm({ siteId, rule, onClose }: ProspectFormProps) {
  const { t } = useTranslation('prospects');
  const { t: tShell } = useTranslation('shell');
  const form = useForm<ProspectValues>({ initialValues: toProspectValues(rule) });
  const [conditionFaults, setConditionFaults] = useState<ExpressionFaults>({});
  const [visitId, setVisitId] = useState<string | null>(null);
  const letGo = useUnsavedGuard(form.isDirty());
  const remove = useDeleteProspectRule(siteId);
  const close = () => {
    letGo();
    onClose();
  };
  const save = useMutation({
    mutationFn: (values: ProspectValues) => {
      const input = fromProspectValues(values);
      return rule === null ? createProspectRule(siteId, input) : changeProspectRule(siteId, { ...rule, ...input });
    },
    onSuccess: () => {
      notifyDone(tShell('saved'));
      close();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error, prospectFieldPaths(form.getValues())));
      setConditionFaults(expressionFaults(error, 'conditions'));
    },
    onSettled: () => refreshProspectRules(siteId),
  });
  const submit = (values: ProspectValues) => {
    const trimmed = withoutEmptyLines(values);
    form.setValues(trimmed);
    setConditionFaults({});
    save.mutate(trimmed);
  };
  const reload = () => {
    void refreshProspectRules(siteId);
    close();
  };
  return (
    <div className={classes.both}>
      <form className={classes.form} onSubmit={form.onSubmit(submit)} noValidate>
        <Section title={t('part.rule')}>
          <Stack gap="sm">
            <TextInput
              label={t('field.name')}
              description={t('field.nameHint')}
              maxLength={80}
              {...form.getInputProps('name')}
            />
            <Switch label={t('field.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
            <Switch
              label={t('field.shadow')}
              description={t('field.shadowHint')}
              {...form.getInputProps('shadow', { type: 'checkbox' })}
            />
          </Stack>
        </Section>
        <Section title={t('part.browsing')} about={t('part.browsingAbout')}>
          <Stack gap="md">
            <NumberInput
              label={t('field.startAfterVisits')}
              description={t('field.startAfterVisitsHint')}
              className={classes.number ?? ''}
              min={1}
              clampBehavior="none"
              allowDecimal={false}
              {...form.getInputProps('startAfterVisits')}
            />
            <div className={classes.volume}>
              <NumberInput
                label={t('field.minPages')}
                description={t('field.minPagesHint')}
                clampBehavior="none"
                allowDecimal={false}
                {...form.getInputProps('minPages')}
              />
              <span className={classes.or}>{t('or')}</span>
              <NumberInput
                label={t('field.minMinutes')}
                description={t('field.minMinutesHint')}
                clampBehavior="none"
                {...form.getInputProps('minMinutes')}
              />
            </div>
            <SpecificPages form={form} siteId={siteId} />
          </Stack>
        </Section>
        <Section title={t('part.conditions')} about={t('part.conditionsAbout')}>
          <ConditionBuilder
            siteId={siteId}
            visitId={visitId}
            value={form.values.conditions}
            error={conditionFaults}
            onChange={(conditions) => form.setFieldValue('conditions', conditions)}
          />
        </Section>
        <Section title={t('part.activation')}>
          <ActivationChoice form={form} />
        </Section>
        <Section title={t('part.actions')} about={t('part.actionsAbout')}>
          <ProspectActions siteId={siteId} form={form} />
        </Section>
        <SaveBar
          error={save.error}
          isBusy={save.isPending}
          fault={form.errors['']}
          hasFieldFaults={Object.keys(form.errors).length > 0}
          onReload={reload}
          onCancel={onClose}
        >
          <BackTestButton
            siteId={siteId}
            draft={{ kind: 'prospectRule', id: rule?.id ?? null, document: fromProspectValues(form.values) }}
          />
          {rule === null ? null : (
            <Button
              variant="subtle"
              color="red"
              onClick={() => {
                close();
                void remove(rule);
              }}
            >
              {t('removeRule')}
            </Button>
          )}
        </SaveBar>
      </form>
      <aside className={classes.beside} aria-label={t('part.beside')}>
        <RuleInWords siteId={siteId} values={form.values} />
        <DraftFindings
          siteId={siteId}
          draft={{ kind: 'prospectRule', id: rule?.id ?? null, document: fromProspectValues(form.values) }}
        />
        <TryRule siteId={siteId} values={form.values} visitId={visitId} onChoose={setVisitId} />
      </aside>
    </div>
  );
}

/** The whole rule as sentences, while it is edited. */
function RuleInWords({ siteId, values }: { siteId: string; values: ProspectValues }) {
  const { t } = useTranslation('prospects');
  const { t: tWords } = useTranslation('explanations');
  const invites = useQuery(invitesQuery(siteId));
  const site = useQuery(siteQuery(siteId));
  const inviteName = invites.data?.find(({ id }) => id === values.invite)?.name ?? null;
  return (
    <Section title={t('part.words')}>
      <p className={classes.words}>
        {describeProspectRule(
          fromProspectValues(values),
          { inviteName, currency: site.data?.currency ?? 'EUR' },
          t,
          tWords,
        )}
      </p>
    </Section>
  );
}
