import { MultiSelect, SegmentedControl, Stack, Switch, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { linesOf } from '../../ui/lines.ts';
import { Section } from '../../ui/section.tsx';
import { ConditionBuilder } from '../conditions/condition-builder.tsx';
import type { ExpressionFaults } from '../conditions/condition-faults.ts';
import { AddressTester } from '../patterns/address-tester.tsx';
import { referringSitesQuery } from '../referring-sites/referring-sites-api.ts';
import classes from './alert-form.module.css';
import type { AlertFormHandle } from './alert-form-handle.ts';
import { organisationStateQuery } from './alerts-api.ts';

interface AlertCriteriaProps {
  siteId: string;
  form: AlertFormHandle;
  conditionFaults: ExpressionFaults;
}

/** Which visitors an alert matches. */
export function AlertCriteria({ siteId, form, conditionFaults }: AlertCriteriaProps) {
  const { t } = useTranslation('alerts');
  return (
    <Section title={t('who')} about={t('whoHint')}>
      <Stack gap="lg">
        <ReferringSites siteId={siteId} form={form} />
        <Stack gap="xs">
          <LinesField form={form} field="entryPages" />
          <AddressTester siteId={siteId} patterns={linesOf(form.values.entryPages)} whenEmpty="every" />
        </Stack>
        <LinesField form={form} field="keywords" />
        <LinesField form={form} field="addresses" />
        <OwnOrganisation siteId={siteId} form={form} />
        <Conditions siteId={siteId} form={form} conditionFaults={conditionFaults} />
      </Stack>
    </Section>
  );
}

function ReferringSites({ siteId, form }: { siteId: string; form: AlertFormHandle }) {
  const { t } = useTranslation('alerts');
  const referringSites = useQuery(referringSitesQuery(siteId));
  const { isAnywhere, searchEngines } = form.values;
  const names = [...new Set([...(referringSites.data?.items.map(({ name }) => name) ?? []), ...searchEngines])];
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {t('field.searchEngines')}
      </Text>
      <SegmentedControl
        aria-label={t('field.searchEngines')}
        size="xs"
        data={[
          { value: 'anywhere', label: t('field.anywhere') },
          { value: 'chosen', label: t('field.chosenSites') },
        ]}
        value={isAnywhere ? 'anywhere' : 'chosen'}
        onChange={(value) => form.setFieldValue('isAnywhere', value === 'anywhere')}
      />
      {isAnywhere ? (
        <Text size="xs" c="dimmed" mt={4}>
          {t('field.anywhereHint')}
        </Text>
      ) : (
        <MultiSelect
          mt="xs"
          label={t('field.chooseSites')}
          description={t('field.chooseSitesHint')}
          data={names}
          searchable
          hidePickedOptions
          {...form.getInputProps('searchEngines')}
        />
      )}
      <p className={classes.dim}>
        <Link href="/settings/referring-sites">{t('manageSites')}</Link>
      </p>
    </div>
  );
}

function LinesField({ form, field }: { form: AlertFormHandle; field: 'entryPages' | 'keywords' | 'addresses' }) {
  const { t } = useTranslation('alerts');
  return (
    <Textarea
      label={t(`field.${field}`)}
      description={t(`field.${field}Hint`)}
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      {...form.getInputProps(field)}
    />
  );
}

function OwnOrganisation({ siteId, form }: { siteId: string; form: AlertFormHandle }) {
  const { t } = useTranslation('alerts');
  const state = useQuery(organisationStateQuery(siteId));
  return (
    <div>
      <Switch
        label={t('field.ownOrganisation')}
        description={t('field.ownOrganisationHint')}
        {...form.getInputProps('ownOrganisation', { type: 'checkbox' })}
      />
      {state.data?.organisations === 'missing' ? (
        <p className={classes.warning}>
          <IconAlertTriangle size={14} aria-hidden />
          <span>{t('organisationsMissing')}</span>
        </p>
      ) : null}
    </div>
  );
}

function Conditions({ siteId, form, conditionFaults }: AlertCriteriaProps) {
  const { t } = useTranslation('alerts');
  return (
    <div>
      <Text size="sm" fw={500}>
        {t('field.conditions')}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {t('conditionsHint')}
      </Text>
      <ConditionBuilder
        siteId={siteId}
        value={form.values.conditions}
        error={conditionFaults}
        onChange={(conditions) => form.setFieldValue('conditions', conditions)}
      />
    </div>
  );
}
