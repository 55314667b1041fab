import { TextInput } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { siteQuery } from '../sites/sites-api.ts';
import classes from './address-tester.module.css';
import { testAddress } from './test-address.ts';

interface AddressTesterProps {
  siteId: string;
  /** Page patterns as they stand in the form, saved or not. */
  patterns: readonly string[];
  /** What it means that there is none: every page, or no page. */
  whenEmpty: 'every' | 'none';
}

/** Answers at once whether some pattern matches an address that is typed or pasted, as the server would. */
export function AddressTester({ siteId, patterns, whenEmpty }: AddressTesterProps) {
  const { t } = useTranslation('patterns');
  const answerId = useId();
  const [address, setAddress] = useState('');
  const site = useQuery(siteQuery(siteId));
  return (
    <div className={classes.tester}>
      <TextInput
        label={t('label')}
        placeholder={t('placeholder')}
        type="text"
        inputMode="url"
        spellCheck={false}
        autoComplete="off"
        maxLength={2000}
        leftSection={<IconRoute size={14} aria-hidden />}
        aria-describedby={answerId}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        // It is a question, no part of the form around it.
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <div id={answerId} role="status" className={classes.answer}>
        {address.trim() === '' ? null : (
          <Answer
            patterns={patterns}
            address={address}
            whenEmpty={whenEmpty}
            keepsFragments={site.data?.keepsFragments ?? false}
          />
        )}
      </div>
    </div>
  );
}

interface AnswerProps extends Omit<AddressTesterProps, 'siteId'> {
  address: string;
  keepsFragments: boolean;
}

function Answer({ patterns, address, whenEmpty, keepsFragments }: AnswerProps) {
  const { t } = useTranslation('patterns');
  const { matching, refused, count } = testAddress(patterns, address, keepsFragments);
  const isMatch = matching.length > 0 || (count === 0 && whenEmpty === 'every');
  const text =
    matching.length > 0
      ? t('matches', { patterns: matching.map((pattern) => `“${pattern}”`).join(', ') })
      : count === 0
        ? t(whenEmpty === 'every' ? 'emptyEvery' : 'emptyNone')
        : t('matchesNone', { count });
  return (
    <>
      <p className={isMatch ? classes.match : classes.noMatch}>
        {isMatch ? <IconCircleCheck size={15} aria-hidden /> : <IconCircleX size={15} aria-hidden />}
        <span>{text}</span>
      </p>
      {refused.map(({ pattern, reason }) => (
        <p key={pattern} className={classes.refused}>
          {t('refused', { pattern, reason })}
        </p>
      ))}
    </>
  );
}
