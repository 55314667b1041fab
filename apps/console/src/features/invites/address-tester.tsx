import { checkPagePattern, compilePagePattern, readPageAddress } from '@foyer/rules/page-pattern';
import { listEntries } from '@foyer/rules/pattern-list';
import { TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './address-tester.module.css';

interface AddressTesterProps {
  /** Page patterns, as they are being typed. */
  patterns: readonly string[];
  /** The site tells pages apart by their fragment. */
  keepsFragments: boolean;
}

/** Tries an address against page patterns, as the server would. */
export function AddressTester({ patterns, keepsFragments }: AddressTesterProps) {
  const { t } = useTranslation('invites');
  const [address, setAddress] = useState('');
  const answerId = useId();
  const entries = listEntries(patterns).filter((entry) => checkPagePattern(entry) === null);
  const page = address.trim() === '' ? null : readPageAddress(address.trim());
  const hits = page === null ? [] : entries.filter((entry) => compilePagePattern(entry, keepsFragments).matches(page));
  return (
    <div className={classes.tester}>
      <TextInput
        label={t('field.tester')}
        description={t('field.testerHint')}
        placeholder={t('field.testerExample')}
        spellCheck={false}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        aria-describedby={answerId}
      />
      <p id={answerId} className={classes.answer} data-matches={hits.length > 0} role="status">
        {page === null ? null : hits.length > 0 ? (
          <>
            <IconCheck size={15} aria-hidden /> {t('matches', { pattern: hits[0] })}
          </>
        ) : (
          <>
            <IconX size={15} aria-hidden /> {t(entries.length === 0 ? 'matchesNoPattern' : 'matchesNone')}
          </>
        )}
      </p>
    </div>
  );
}
