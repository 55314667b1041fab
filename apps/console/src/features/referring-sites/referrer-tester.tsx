import type { ReferringSite } from '@foyer/protocol/referring-site';
import { readReferrer } from '@foyer/rules/read-referrer';
import { TextInput } from '@mantine/core';
import { IconWorldSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './referring-sites-page.module.css';

/** Says which of the sites a referrer belongs to, and its search phrase, as it is read of a visitor's. */
export function ReferrerTester({ sites }: { sites: readonly ReferringSite[] }) {
  const { t } = useTranslation('referringSites');
  const answerId = useId();
  const [address, setAddress] = useState('');
  return (
    <div className={classes.tester}>
      <TextInput
        label={t('tester.label')}
        placeholder={t('tester.placeholder')}
        inputMode="url"
        spellCheck={false}
        autoComplete="off"
        maxLength={4000}
        leftSection={<IconWorldSearch size={14} aria-hidden />}
        aria-describedby={answerId}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <div id={answerId} role="status" className={classes.answer}>
        {address.trim() === '' ? null : <Answer sites={sites} address={address.trim()} />}
      </div>
    </div>
  );
}

function Answer({ sites, address }: { sites: readonly ReferringSite[]; address: string }) {
  const { t } = useTranslation('referringSites');
  const { referrerHost, referringSite, searchPhrase, isSearch } = readReferrer(address, '', sites);
  if (referrerHost === null) return t('tester.unreadable');
  if (referringSite === null) return t('tester.unknown', { host: referrerHost });
  return (
    <>
      <strong>{t('tester.site', { name: referringSite })}</strong>{' '}
      {searchPhrase !== null ? t('tester.phrase', { phrase: searchPhrase }) : isSearch ? t('tester.noPhrase') : null}
    </>
  );
}
