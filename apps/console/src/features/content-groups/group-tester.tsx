import type { ContentGroup } from '@foyer/protocol/content-group';
import { TextInput } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './content-groups-page.module.css';
import { findGroup } from './find-group.ts';

interface GroupTesterProps {
  /** As they stand in the form, saved or not. */
  groups: readonly ContentGroup[];
  keepsFragments: boolean;
}

/** Says which group an address belongs to, as reports find it. */
export function GroupTester({ groups, keepsFragments }: GroupTesterProps) {
  const { t } = useTranslation('contentGroups');
  const answerId = useId();
  const [address, setAddress] = useState('');
  const found = address.trim() === '' ? null : findGroup(groups, address, keepsFragments);
  return (
    <div className={classes.tester}>
      <TextInput
        label={t('tester.label')}
        placeholder={t('tester.placeholder')}
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
        {address.trim() === '' ? null : found === null ? t('tester.other') : t('tester.group', found)}
      </div>
    </div>
  );
}
