import type { ReportId } from '@foyer/protocol/report';
import { chatReportReaders } from './chat-report-readers.ts';
import { attribution } from './readers/attribution-report.ts';
import { contentGroups } from './readers/content-groups-report.ts';
import { browsers, countries, devices, languages, operatingSystems, referringSites } from './readers/family-reports.ts';
import { hours } from './readers/hours-report.ts';
import { entryPages, exitPages } from './readers/page-reports.ts';
import { pages } from './readers/pages-report.ts';
import { cities, organisations, screens } from './readers/place-reports.ts';
import { alerts, prospectTypes } from './readers/rule-reports.ts';
import { campaigns, firstReferrers, referrers, searchPhrases } from './readers/source-reports.ts';
import { visits } from './readers/visits-report.ts';
import type { ReportReader } from './report-reader.ts';

/** How each report is read. */
export const reportReaders: Partial<Record<ReportId, ReportReader>> = {
  ...chatReportReaders,
  visits,
  hours,
  pages,
  'entry-pages': entryPages,
  'exit-pages': exitPages,
  'content-groups': contentGroups,
  'first-referrers': firstReferrers,
  referrers,
  'referring-sites': referringSites,
  'search-phrases': searchPhrases,
  campaigns,
  attribution,
  countries,
  cities,
  organisations,
  browsers,
  'operating-systems': operatingSystems,
  devices,
  languages,
  screens,
  alerts,
  'prospect-types': prospectTypes,
};
