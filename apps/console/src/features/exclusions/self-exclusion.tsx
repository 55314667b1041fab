import type { OwnAddress } from '@foyer/protocol/exclusions';
import type { VisitorExclusion } from '@foyer/rules/exclusions';
import { IconUserOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { countryName } from '../../ui/country-name.ts';
import classes from './exclusions-form.module.css';

const and = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Says that the lists keep out whoever is changing them, and by which entries. */
export function SelfExclusion({ own, by }: { own: OwnAddress; by: readonly VisitorExclusion[] }) {
  const { t } = useTranslation('exclusions');
  const entries = by.map(({ list, entry }) =>
    list === 'countries' ? t('selfCountry', { country: countryName(entry) }) : t('selfAddress', { entry }),
  );
  return (
    <div className={classes.self} role="status">
      <IconUserOff size={16} aria-hidden />
      <p>
        <strong>{t('selfTitle')}.</strong> {t('self', { address: own.address, entries: and.format(entries) })}
      </p>
    </div>
  );
}
