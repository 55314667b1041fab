import type { Exclusions } from '@foyer/protocol/exclusions';
import { SimpleGrid, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { linesOf, toLines } from '../../ui/lines.ts';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Page } from '../../ui/page.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import classes from './exclusions-page.module.css';
import { changeExclusions, exclusionsQuery } from './sites-api.ts';

const lists = ['pages', 'addresses', 'keywordsAndReferrers', 'countries'] as const;

/** The four lists that keep pages and visitors out of everything. */
export function ExclusionsPage() {
  const { t } = useTranslation('sites');
  const siteId = useSiteId();
  const exclusions = useQuery(exclusionsQuery(siteId));
  const [reloads, setReloads] = useState(0);
  usePageTitle(t('exclusions.title'));
  return (
    <Page title={t('exclusions.title')} width="reading">
      <p className={classes.lead}>{t('exclusions.lead')}</p>
      {exclusions.isPending ? (
        <Loading />
      ) : exclusions.isError ? (
        <Failure error={exclusions.error} onRetry={() => void exclusions.refetch()} />
      ) : (
        <ExclusionsForm
          key={reloads}
          siteId={siteId}
          exclusions={exclusions.data}
          onReload={() => void exclusions.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </Page>
  );
}

interface ExclusionsFormProps {
  siteId: string;
  exclusions: Exclusions;
  onReload: () => void;
}

function ExclusionsForm({ siteId, exclusions, onReload }: ExclusionsFormProps) {
  const { t } = useTranslation('sites');
  const { t: tShell } = useTranslation('shell');
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(exclusions.version);
  const form = useForm({
    initialValues: {
      pages: toLines(exclusions.pages),
      addresses: toLines(exclusions.addresses),
      keywordsAndReferrers: toLines(exclusions.keywordsAndReferrers),
      countries: toLines(exclusions.countries),
    },
  });
  const save = useMutation({
    mutationFn: (values: typeof form.values) =>
      changeExclusions(siteId, {
        pages: linesOf(values.pages),
        addresses: linesOf(values.addresses),
        keywordsAndReferrers: linesOf(values.keywordsAndReferrers),
        countries: linesOf(values.countries),
        version,
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(exclusionsQuery(siteId).queryKey, saved);
      setVersion(saved.version);
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error) => form.setErrors(fieldErrors(error, lists)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {lists.map((list) => (
          <Textarea
            key={list}
            label={
              <>
                {t(`exclusions.${list}`)}{' '}
                <span className={classes.count}>
                  {t('exclusions.count', { count: linesOf(form.values[list]).length })}
                </span>
              </>
            }
            aria-label={t(`exclusions.${list}`)}
            description={t(`exclusions.${list}Hint`)}
            autosize
            minRows={6}
            maxRows={16}
            spellCheck={false}
            classNames={{ description: classes.hint ?? '', error: classes.error ?? '' }}
            {...form.getInputProps(list)}
          />
        ))}
      </SimpleGrid>
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
