import i18next from 'i18next';
import { countryName } from '../../ui/country-name.ts';

/** What a visitor is called: their name, or where they are from. */
export function visitorLabel({ name, country }: { name: string | null; country: string | null }): string {
  if (name !== null && name !== '') return name;
  if (country === null) return i18next.t('visitors:visitor');
  return i18next.t('visitors:visitorFrom', { country: countryName(country) });
}
