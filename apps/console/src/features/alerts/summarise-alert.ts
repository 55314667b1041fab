import type { Alert } from '@foyer/protocol/alert';
import type { TFunction } from 'i18next';

const shownEntries = 2;

/** What an alert matches and does, in one line of plain English. `inviteName` is null when the invite it sends is gone. */
export function summariseAlert(alert: Alert, inviteName: string | null, t: TFunction<'alerts'>): string {
  const list = (entries: readonly string[]) => {
    const first = entries.slice(0, shownEntries).join(t('summary.or'));
    return entries.length > shownEntries ? t('summary.more', { first, count: entries.length - shownEntries }) : first;
  };
  const criteria = [
    alert.searchEngines === 'anywhere' ? null : t('summary.from', { sites: list(alert.searchEngines) }),
    alert.entryPages.length === 0 ? null : t('summary.entry', { pages: list(alert.entryPages) }),
    alert.keywords.length === 0 ? null : t('summary.keywords', { keywords: list(alert.keywords) }),
    alert.addresses.length === 0 ? null : t('summary.addresses', { addresses: list(alert.addresses) }),
    alert.ownOrganisation ? t('summary.organisation') : null,
    alert.conditions === null ? null : t('summary.conditions'),
  ].filter((part) => part !== null);
  const effects = [
    alert.paid === null ? null : t('summary.paid'),
    alert.actions.popup ? t('summary.popup') : null,
    alert.actions.invite === null
      ? null
      : inviteName === null
        ? t('summary.inviteGone')
        : t('summary.invite', { name: inviteName }),
    alert.actions.emailVisitor ? t('summary.emailVisitor') : null,
    alert.actions.emailStaff.length === 0 ? null : t('summary.emailStaff'),
    alert.actions.webhook ? t('summary.webhook') : null,
  ].filter((part) => part !== null);
  return [...(criteria.length === 0 ? [t('nothingElse')] : criteria), ...effects].join(' · ');
}
