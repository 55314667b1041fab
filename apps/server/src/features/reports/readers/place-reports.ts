import { sql } from 'kysely';
import { filterOf, visitGroups } from './visit-groups.ts';

/** Cities, told apart by region and country. */
export const cities = visitGroups({
  id: 'cities',
  keys: {
    city: sql`nullif(visit.city, '')`,
    region: sql`nullif(visit.region, '')`,
    country: sql`nullif(visit.country, '')`,
  },
  toRow: ({ values: [city = null, region = null, country = null] }) => ({
    key:
      city === null && region === null && country === null ? '' : [city ?? '', region ?? '', country ?? ''].join(', '),
    label: [city, region, country].filter((value) => value !== null).join(', '),
    filter: filterOf(['place.city', city], ['place.region', region], ['place.country', country]),
  }),
});

/** Who owns the addresses. */
export const organisations = visitGroups({
  id: 'organisations',
  keys: { organisation: sql`nullif(visit.organisation, '')` },
  toRow: ({ key }) => ({ filter: filterOf(['place.organisation', key]) }),
});

/** How wide screens are. */
export const screens = visitGroups({
  id: 'screens',
  keys: { width: sql`cast(visit.screen_width as text)` },
  toRow: ({ key }) => ({
    filter:
      key === ''
        ? { all: [{ variable: 'tech.screenWidth', operator: 'isNotSet' }] }
        : { all: [{ variable: 'tech.screenWidth', operator: '=', value: Number(key) }] },
  }),
});
