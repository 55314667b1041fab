import { listOptions, type WrapUp, type WrapUpInput, wrapUpTimings, wrapUpTypes } from '@foyer/protocol/wrap-up';
import { Input, Radio, Stack, Switch, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { ApiError } from '../../api/rest-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { LinkFields } from './link-fields.tsx';
import { OptionEditor } from './option-editor.tsx';
import { faultsByOption } from './option-tree.ts';
import { changeWrapUp, wrapUpQuery } from './wrap-up-api.ts';
import classes from './wrap-up-form.module.css';
import { WrapUpPreview } from './wrap-up-preview.tsx';

interface WrapUpFormProps {
  siteId: string;
  wrapUp: WrapUp;
  onReload: () => void;
}

const fields = ['enabled', 'message', 'required', 'shows', 'type', 'options', 'leavesOnly', 'link.url', 'link.caption'];

export type WrapUpFormHandle = ReturnType<typeof useForm<WrapUpInput>>;

/** The wrap-up settings, and beside them what operators see. */
export function WrapUpForm({ siteId, wrapUp, onReload }: WrapUpFormProps) {
  const { t } = useTranslation('wrapUp');
  const { t: tShell } = useTranslation('shell');
  const { version: firstVersion, usedOptions: firstUsed, ...initialValues } = wrapUp;
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(firstVersion);
  const [used, setUsed] = useState(() => new Set(firstUsed));
  const [optionFaults, setOptionFaults] = useState<Record<string, string>>({});
  const form = useForm<WrapUpInput>({ initialValues });
  useUnsavedGuard(form.isDirty());
  const { values } = form;
  const save = useMutation({
    mutationFn: (input: WrapUpInput) => changeWrapUp(siteId, { ...input, version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(wrapUpQuery(siteId).queryKey, saved);
      const { version: newVersion, usedOptions, ...stored } = saved;
      setVersion(newVersion);
      setUsed(new Set(usedOptions));
      form.setValues(stored);
      form.resetDirty(stored);
      form.clearErrors();
      setOptionFaults({});
      notifyDone(tShell('saved'));
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error, fields));
      setOptionFaults(error instanceof ApiError ? faultsByOption(error.problem?.errors ?? [], values.options) : {});
    },
  });
  const submit = (input: WrapUpInput) => {
    const unnamed = listOptions(input.options).filter(({ option }) => option.label.trim() === '');
    setOptionFaults(Object.fromEntries(unnamed.map(({ option }) => [option.id, t('nameMissing')])));
    if (unnamed.length === 0) save.mutate(input);
  };
  const isLink = values.type === 'link';
  return (
    <form className={classes.both} onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="lg" className={classes.fields ?? ''}>
        <Switch
          label={t('field.enabled')}
          description={t('field.enabledHint')}
          {...form.getInputProps('enabled', { type: 'checkbox' })}
        />
        <Textarea label={t('field.message')} autosize minRows={1} maxLength={300} {...form.getInputProps('message')} />
        <Switch
          label={t('field.required')}
          description={t('field.requiredHint')}
          {...form.getInputProps('required', { type: 'checkbox' })}
        />
        <Radio.Group label={t('field.shows')} {...form.getInputProps('shows')}>
          <Stack gap="xs" mt="xs">
            {wrapUpTimings.map((one) => (
              <Radio key={one} value={one} label={t(`when.${one}`)} description={t(`whenHint.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group label={t('field.type')} {...form.getInputProps('type')}>
          <div className={classes.cards}>
            {wrapUpTypes.map((one) => (
              <Radio.Card key={one} value={one} className={classes.card ?? ''} aria-label={t(`type.${one}`)}>
                <Radio.Indicator size="xs" />
                <span>
                  <span className={classes.cardTitle}>{t(`type.${one}`)}</span>
                  <span className={classes.cardHint}>{t(`typeHint.${one}`)}</span>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        {isLink ? <LinkFields form={form} /> : null}
        {isLink && values.options.length === 0 ? null : (
          <div>
            <Input.Label component="span">{t('field.options')}</Input.Label>
            <Input.Description mb="xs">{t(isLink ? 'optionsIgnored' : 'optionsHint')}</Input.Description>
            <OptionEditor
              options={values.options}
              onChange={(options) => form.setFieldValue('options', options)}
              used={used}
              faults={optionFaults}
            />
          </div>
        )}
        {values.options.some(({ options }) => options.length > 0) && !isLink ? (
          <Switch
            label={t('field.leavesOnly')}
            description={t('field.leavesOnlyHint')}
            {...form.getInputProps('leavesOnly', { type: 'checkbox' })}
          />
        ) : null}
        <SaveBar
          error={save.error}
          isBusy={save.isPending}
          fault={form.errors['']}
          hasFieldFaults={Object.keys(form.errors).length > 0}
          onReload={onReload}
        />
      </Stack>
      <WrapUpPreview settings={values} />
    </form>
  );
}
