import { ruleKinds } from '@foyer/protocol/explanation';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RuleGroup } from './rule-group.tsx';
import { useFreshExplanations } from './use-explanations.ts';
import classes from './visit-why.module.css';

/** Why rules fired in a visit, and why others did not. */
export function VisitWhy({ siteId, visitId }: { siteId: string; visitId: string }) {
  const { t } = useTranslation('explanations');
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 200);
  useFreshExplanations(siteId, visitId);
  return (
    <>
      <p className={classes.lead}>{t('lead')}</p>
      <search>
        <TextInput
          size="xs"
          className={classes.search ?? ''}
          aria-label={t('search')}
          placeholder={t('search')}
          maxLength={200}
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={
            search === '' ? null : <CloseButton size="xs" aria-label={t('clearSearch')} onClick={() => setSearch('')} />
          }
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </search>
      {ruleKinds.map((kind) => (
        <RuleGroup key={kind} siteId={siteId} visitId={visitId} kind={kind} search={settled} />
      ))}
    </>
  );
}
