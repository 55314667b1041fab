import type { Exclusions, ExclusionsInput } from '@foyer/protocol/exclusions';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUserOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { classNames } from '../../ui/class-names.ts';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { BackTestButton } from '../back-tests/back-test-button.tsx';
import { AddressTester } from '../patterns/address-tester.tsx';
import { DraftFindings } from '../rule-findings/draft-findings.tsx';
import { EntryList } from './entry-list.tsx';
import { ExclusionEffect } from './exclusion-effect.tsx';
import { addEntries, type ExclusionList, exclusionListNames, readLists } from './exclusion-lists.ts';
import { changeExclusions, dryRunQuery, exclusionsQuery, ownAddressQuery } from './exclusions-api.ts';
import classes from './exclusions-form.module.css';
import { findSelfExclusions } from './find-self-exclusions.ts';
import { SelfExclusion } from './self-exclusion.tsx';

interface ExclusionsFormProps {
  siteId: string;
  /** As they are when the form opens. */
  exclusions: Exclusions;
  onReload: () => void;
}

const noDrafts: Record<ExclusionList, string> = { pages: '', addresses: '', keywordsAndReferrers: '', countries: '' };
/** Lists must rest so long before they are tried on the past: whoever adds three entries asks once. */
const restMs = 400;

/** Changes the lists; says meanwhile what they would have left out. */
export function ExclusionsForm({ siteId, exclusions, onReload }: ExclusionsFormProps) {
  const { t } = useTranslation('exclusions');
  const { t: tShell } = useTranslation('shell');
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [saved, setSaved] = useState(() => ({ version: exclusions.version, lists: readLists(exclusions) }));
  const [lists, setLists] = useState(saved.lists);
  /** What is typed and not added yet. */
  const [drafts, setDrafts] = useState(noDrafts);
  const [faults, setFaults] = useState<Partial<Record<string, string>>>({});
  const isDirty = JSON.stringify([lists, drafts]) !== JSON.stringify([saved.lists, noDrafts]);
  useUnsavedGuard(isDirty);

  const [restedLists] = useDebouncedValue(lists, restMs);
  const hasEntries = exclusionListNames.some((list) => restedLists[list].length > 0);
  const dryRun = useQuery({ ...dryRunQuery(siteId, restedLists), enabled: hasEntries });
  const own = useQuery(ownAddressQuery(siteId)).data;
  const self = own === undefined ? [] : findSelfExclusions(lists, own);

  const change = (list: ExclusionList, entries: string[]) => {
    setLists((before) => ({ ...before, [list]: entries }));
    setFaults((before) => ({ ...before, [list]: undefined }));
  };
  const draft = (list: ExclusionList, text: string) => setDrafts((before) => ({ ...before, [list]: text }));

  const save = useMutation({
    mutationFn: (input: ExclusionsInput) => changeExclusions(siteId, { ...input, version: saved.version }),
    onSuccess: (answer) => {
      queryClient.setQueryData(exclusionsQuery(siteId).queryKey, answer);
      setSaved({ version: answer.version, lists: readLists(answer) });
      setLists(readLists(answer));
      setFaults({});
      notifyDone(tShell('saved'));
    },
    onError: (error) => {
      setFaults(fieldErrors(error, exclusionListNames));
      focusFirstFault();
    },
  });
  /** What is typed but not added yet is meant to be saved, too. */
  const submit = () => {
    const added = exclusionListNames.map((list) => ({ list, ...addEntries(list, lists[list], drafts[list]) }));
    const all = Object.fromEntries(added.map(({ list, entries }) => [list, entries])) as Record<
      ExclusionList,
      string[]
    >;
    setLists(all);
    setDrafts(Object.fromEntries(added.map(({ list, rest }) => [list, rest])) as Record<ExclusionList, string>);
    const refused = added.filter(({ fault }) => fault !== null);
    setFaults(Object.fromEntries(refused.map(({ list, fault }) => [list, fault ?? ''])));
    if (refused.length === 0) save.mutate(all);
    else focusFirstFault();
  };

  const listFor = (list: ExclusionList) => (
    <EntryList
      list={list}
      entries={lists[list]}
      saved={saved.lists[list]}
      draft={drafts[list]}
      fault={faults[list]}
      counts={dryRun.data?.lists[list].entries}
      isCounting={dryRun.isFetching || restedLists !== lists}
      onChange={(entries) => change(list, entries)}
      onDraft={(text) => draft(list, text)}
      onFault={(fault) => setFaults((before) => ({ ...before, [list]: fault }))}
    />
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {own === undefined || self.length === 0 ? null : <SelfExclusion own={own} by={self} />}
      <div className={classes.columns}>
        <div className={classes.lists}>
          <div>
            {listFor('pages')}
            <AddressTester siteId={siteId} patterns={lists.pages} whenEmpty="none" />
          </div>
          <div>
            {listFor('addresses')}
            {own === undefined ? null : self.some(({ list }) => list === 'addresses') ? (
              <p className={classes.dim}>{t('ownExcluded', { address: own.address })}</p>
            ) : (
              <p className={classNames(classes.dim, classes.own)}>
                <Button
                  variant="default"
                  leftSection={<IconUserOff size={14} aria-hidden />}
                  onClick={() => change('addresses', [...lists.addresses, own.address])}
                >
                  {t('own')}
                </Button>
                <span>{t('ownIs', { address: own.address })}</span>
              </p>
            )}
          </div>
          <div>{listFor('keywordsAndReferrers')}</div>
          <div>{listFor('countries')}</div>
        </div>
        <ExclusionEffect
          dryRun={dryRun.data}
          isCounting={dryRun.isFetching}
          error={dryRun.error}
          hasEntries={hasEntries}
          onRetry={() => void dryRun.refetch()}
        />
      </div>
      <DraftFindings siteId={siteId} draft={{ kind: 'exclusions', document: lists }} />
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={faults['']}
        hasFieldFaults={exclusionListNames.some((list) => faults[list] !== undefined)}
        onReload={onReload}
      >
        <BackTestButton siteId={siteId} draft={{ kind: 'exclusions', document: lists }} />
      </SaveBar>
    </form>
  );
}
