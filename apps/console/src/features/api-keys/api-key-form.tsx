import { apiAreas, type CreatedApiKey } from '@foyer/protocol/api-key';
import { Button, Group, Input, MultiSelect, Radio, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { sitesQuery } from '../sites/sites-api.ts';
import { type ApiKeyValues, fromApiKeyValues } from './api-key-values.ts';
import { createApiKey, refreshApiKeys } from './api-keys-api.ts';
import classes from './api-keys-page.module.css';

interface ApiKeyFormProps {
  onCreated: (key: CreatedApiKey) => void;
  onCancel: () => void;
}

/** Makes an API key. */
export function ApiKeyForm({ onCreated, onCancel }: ApiKeyFormProps) {
  const { t } = useTranslation('apiKeys');
  const sites = useQuery(sitesQuery);
  const form = useForm<ApiKeyValues>({
    initialValues: {
      name: '',
      levels: { visitors: 'none', chats: 'none', settings: 'none', users: 'none' },
      isForAllSites: true,
      siteIds: [],
      expiry: '365',
    },
  });
  const letGo = useUnsavedGuard(form.isDirty());
  const create = useMutation({
    mutationFn: (values: ApiKeyValues) => createApiKey(fromApiKeyValues(values, Date.now())),
    onSuccess: (key) => {
      letGo();
      onCreated(key);
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['name', 'scopes', 'siteIds', 'expiresAt'])),
    onSettled: refreshApiKeys,
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack gap="md">
        <TextInput
          label={t('field.name')}
          description={t('field.nameHint')}
          maxLength={80}
          autoFocus
          {...form.getInputProps('name')}
        />
        <Input.Wrapper label={t('field.scopes')} labelElement="div" error={form.errors.scopes}>
          <ul className={classes.areas}>
            {apiAreas.map((area) => (
              <li key={area} className={classes.area}>
                <div className={classes.words}>
                  <div id={`area-${area}`} className={classes.areaName}>
                    {t(`area.${area}`)}
                  </div>
                  <div className={classes.hint}>{t(`areaHint.${area}`)}</div>
                </div>
                <SegmentedControl
                  size="xs"
                  aria-labelledby={`area-${area}`}
                  data={(['none', 'read', 'write'] as const).map((level) => ({
                    value: level,
                    label: t(`level.${level}`),
                  }))}
                  {...form.getInputProps(`levels.${area}`)}
                />
              </li>
            ))}
          </ul>
        </Input.Wrapper>
        <Radio.Group
          label={t('field.sites')}
          value={form.values.isForAllSites ? 'all' : 'some'}
          onChange={(value) => form.setFieldValue('isForAllSites', value === 'all')}
          error={form.values.isForAllSites ? form.errors.siteIds : undefined}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="all" label={t('field.allSites')} />
            <Radio value="some" label={t('field.chosenSites')} />
          </Stack>
        </Radio.Group>
        {form.values.isForAllSites ? null : (
          <MultiSelect
            aria-label={t('field.chosenSites')}
            searchable
            data={sites.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            {...form.getInputProps('siteIds')}
          />
        )}
        <Select
          label={t('field.expiry')}
          allowDeselect={false}
          maw="16rem"
          data={[
            ...[30, 90, 365].map((count) => ({ value: String(count), label: t('field.days', { count }) })),
            { value: 'never', label: t('field.never') },
          ]}
          {...form.getInputProps('expiry')}
        />
        <FormFault
          text={create.isError && Object.keys(form.errors).length === 0 ? errorText(create.error) : form.errors['']}
        />
        <Group gap="xs">
          <Button type="submit" loading={create.isPending}>
            {t('create')}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              letGo();
              onCancel();
            }}
          >
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
