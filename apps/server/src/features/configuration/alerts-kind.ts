import { type Alert, allVisitorsName } from '@foyer/protocol/alert';
import { builtInReferringSites } from '@foyer/rules/built-in-referring-sites';
import type { FieldError } from '@foyer/rules/field-error';
import { foldText } from '@foyer/rules/fold-text';
import { findUnreachableAlerts } from '@foyer/rules/lint-alerts';
import { alertDocuments } from '../alerts/alert-documents.ts';
import { checkDocuments } from '../simulator/check-scenario.ts';
import type { Entries, Entry } from './kind.ts';
import { labelsOf } from './labels.ts';
import { namedKind } from './named-kind.ts';
import { sectionOf } from './whole-kind.ts';

/** A site's alerts; *All visitors* is there in any case. */
export const alertsKind = namedKind({
  section: 'alerts',
  announces: 'alerts',
  log: { kind: 'alert', name: 'Alert', order: 'alertOrder' },
  documents: alertDocuments,
  references: [{ to: 'invites', path: ['actions', 'invite'] }],
  findFixed(documents) {
    const alerts = documents as unknown as readonly FileAlert[];
    const marked = alerts.findIndex(({ builtIn }) => builtIn);
    const last = alerts.at(-1);
    return marked < 0 && last && isAllVisitors(last) ? alerts.length - 1 : marked;
  },
  check(documents, site, path) {
    const alerts = documents as unknown as readonly FileAlert[];
    return [
      ...checkDocuments({ alerts: [...alerts] }, ''),
      ...checkBuiltIn(alerts, path),
      ...checkSearchEngines(alerts, site, path),
    ];
  },
  async forecast(_parts, _siteId, before, after) {
    const known = new Set(findUnreachable(before));
    return findUnreachable(after).filter((words) => !known.has(words));
  },
});

/** As it stands in a file, with its defaults. */
type FileAlert = Omit<Alert, 'id' | 'version' | 'builtIn'> & { readonly builtIn?: boolean };

function isAllVisitors(alert: FileAlert): boolean {
  return (
    alert.name === allVisitorsName &&
    alert.searchEngines === 'anywhere' &&
    !alert.ownOrganisation &&
    alert.entryPages.length + alert.keywords.length + alert.addresses.length === 0 &&
    alert.conditions === null
  );
}

function checkBuiltIn(alerts: readonly FileAlert[], path: string): FieldError[] {
  return alerts.flatMap((alert, index) => {
    if (!alert.builtIn) return [];
    if (!isAllVisitors(alert))
      return [{ path: `${path}.${index}.builtIn`, message: `${allVisitorsName} keeps its name and has no criteria` }];
    return index === alerts.length - 1
      ? []
      : [{ path: `${path}.${index}.builtIn`, message: `${allVisitorsName} must stand last, and once` }];
  });
}

function checkSearchEngines(alerts: readonly FileAlert[], site: Entries, path: string): FieldError[] {
  const [referringSites] = site.get('referringSites') ?? [];
  const own = referringSites && (sectionOf(referringSites) as { name: string }[] | null);
  const known = new Set((own ?? builtInReferringSites).map(({ name }) => foldText(name)));
  return alerts.flatMap(({ name, searchEngines }, index) =>
    searchEngines === 'anywhere'
      ? []
      : searchEngines.flatMap((engine, place) =>
          known.has(foldText(engine))
            ? []
            : [
                {
                  path: `${path}.${index}.searchEngines.${place}`,
                  message: `is no referring site of this site: ${engine}, named by the alert “${name}”`,
                },
              ],
        ),
  );
}

function findUnreachable(site: Entries): string[] {
  const entries: readonly Entry[] = site.get('alerts') ?? [];
  const labels = labelsOf(entries.map(({ name }) => name ?? ''));
  const alerts = entries.map(
    ({ content, isFixed }, index) =>
      ({ ...content, id: labels[index], version: 1, builtIn: isFixed }) as unknown as Alert,
  );
  return findUnreachableAlerts(alerts).map(
    ({ alertId, blockedByName }) => `“${alertId}” can never match: “${blockedByName}” stands before it`,
  );
}
