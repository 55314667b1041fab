import { type Experiment, experimentGoals, maxVariants } from '@foyer/protocol/experiment';
import type { Invite } from '@foyer/protocol/invite';
import { Alert, Button, NumberInput, Radio, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { ExperimentBeside } from './experiment-beside.tsx';
import classes from './experiment-page.module.css';
import {
  beginsRun,
  type ExperimentValues,
  experimentFieldPaths,
  fromExperimentValues,
  toExperimentValues,
} from './experiment-values.ts';
import { changeExperiment, createExperiment, refreshExperiments } from './experiments-api.ts';
import { useDeleteExperiment } from './use-experiments.ts';
import { VariantFields } from './variant-fields.tsx';

interface ExperimentFormProps {
  siteId: string;
  /** Null: a new one. */
  experiment: Experiment | null;
  invites: readonly Invite[];
  /** Of a new one: the invite it is to try; null: none is chosen. */
  inviteId: string | null;
  onSaved: (saved: Experiment) => void;
  onClose: () => void;
}

/** Adds or changes an experiment (B-307). */
export function ExperimentForm({
  siteId,
  experiment: stored,
  invites,
  inviteId,
  onSaved,
  onClose,
}: ExperimentFormProps) {
  const { t } = useTranslation('experiments');
  const { t: tShell } = useTranslation('shell');
  // The one this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [experiment] = useState(stored);
  const form = useForm<ExperimentValues>({
    initialValues: toExperimentValues(experiment, inviteId),
    // Said of all shares together: whichever is changed may have put it right.
    onValuesChange: () => form.clearFieldError('variants'),
    validate: {
      inviteId: (chosen) => (chosen === null ? t('chooseInvite') : null),
      variants: { inviteId: (chosen) => (chosen === null ? t('chooseInvite') : null) },
    },
  });
  const letGo = useUnsavedGuard(form.isDirty());
  const remove = useDeleteExperiment(siteId);
  const { values } = form;
  const save = useMutation({
    mutationFn: (changed: ExperimentValues) => {
      const input = fromExperimentValues(changed);
      return experiment === null
        ? createExperiment(siteId, input)
        : changeExperiment(siteId, { ...experiment, ...input });
    },
    onSuccess: async (saved) => {
      notifyDone(tShell('saved'));
      letGo();
      await refreshExperiments(siteId);
      onSaved(saved);
    },
    onError: (error) => form.setErrors(fieldErrors(error, experimentFieldPaths(form.getValues()))),
  });
  const choices = invites.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={classes.both}>
      <form className={classes.form} noValidate onSubmit={form.onSubmit((changed) => save.mutate(changed))}>
        <Section title={t('part.what')}>
          <Stack gap="sm">
            <TextInput
              label={t('field.name')}
              description={t('field.nameHint')}
              maxLength={80}
              {...form.getInputProps('name')}
            />
            <Select
              className={classes.field ?? ''}
              label={t('field.invite')}
              description={t('field.inviteHint')}
              placeholder={t('chooseInvite')}
              data={choices}
              searchable
              allowDeselect={false}
              {...form.getInputProps('inviteId')}
            />
          </Stack>
        </Section>
        <Section title={t('part.groups')} about={t('part.groupsAbout')}>
          <Stack gap="md">
            <NumberInput
              className={classes.number ?? ''}
              label={t('field.holdOutPercent')}
              description={t('field.holdOutHint')}
              min={0}
              max={90}
              clampBehavior="none"
              allowDecimal={false}
              {...form.getInputProps('holdOutPercent')}
            />
            <VariantFields form={form} invites={invites} most={maxVariants} />
          </Stack>
        </Section>
        <Section title={t('part.goal')} about={t('part.goalAbout')}>
          <Stack gap="md">
            <Radio.Group label={t('field.goal')} {...form.getInputProps('goal')}>
              <Stack gap="xs" mt={6}>
                {experimentGoals.map((goal) => (
                  <Radio key={goal} value={goal} label={t(`goal.${goal}`)} description={t(`goalHint.${goal}`)} />
                ))}
              </Stack>
            </Radio.Group>
            <NumberInput
              className={classes.field ?? ''}
              label={t('field.goalWithinDays')}
              description={t('field.goalWithinDaysHint')}
              min={1}
              max={30}
              clampBehavior="none"
              allowDecimal={false}
              {...form.getInputProps('goalWithinDays')}
            />
            <Switch
              label={t('field.enabled')}
              description={t('field.enabledHint')}
              {...form.getInputProps('enabled', { type: 'checkbox' })}
            />
            {beginsRun(experiment, values) ? (
              <Alert color="yellow" py="xs" role="status">
                {t('newRun')}
              </Alert>
            ) : null}
          </Stack>
        </Section>
        <SaveBar
          error={save.error}
          isBusy={save.isPending}
          fault={form.errors['']}
          hasFieldFaults={Object.keys(form.errors).length > 0}
          onReload={() => {
            letGo();
            void refreshExperiments(siteId);
            onClose();
          }}
          onCancel={onClose}
        >
          {experiment === null ? null : (
            <Button
              variant="subtle"
              color="red"
              onClick={() =>
                void remove(experiment, () => {
                  letGo();
                  onClose();
                })
              }
            >
              {t('remove')}
            </Button>
          )}
        </SaveBar>
      </form>
      <ExperimentBeside siteId={siteId} values={values} invites={invites} />
    </div>
  );
}
