import type { RuleKind } from '@foyer/protocol/explanation';
import { useQuery } from '@tanstack/react-query';
import { alertsQuery, changeAlert } from '../alerts/alerts-api.ts';
import { refreshAlerts } from '../alerts/use-alerts.ts';
import { changeInvite, invitesQuery, refreshInvites } from '../invites/invites-api.ts';
import { changeProspectRule, prospectRulesQuery } from '../prospects/prospects-api.ts';
import { refreshProspectRules } from '../prospects/use-prospect-rules.ts';

/** A rule that may be in shadow. */
export interface ShadowRule {
  readonly name: string;
  readonly shadow: boolean;
  /** Takes it out of shadow, or puts it back, as it is now. Fails with `conflict` when it has been changed since. */
  readonly setShadow: (shadow: boolean) => Promise<void>;
}

/** A rule of any kind by its id; undefined while it is read, null when there is none. */
export function useShadowRule(siteId: string, kind: RuleKind, ruleId: string): ShadowRule | null | undefined {
  const alerts = useQuery({ ...alertsQuery(siteId), enabled: kind === 'alert' });
  const rules = useQuery({ ...prospectRulesQuery(siteId), enabled: kind === 'prospectRule' });
  const invites = useQuery({ ...invitesQuery(siteId), enabled: kind === 'invite' });
  const ofId = ({ id }: { readonly id: string }) => id === ruleId;
  switch (kind) {
    case 'alert':
      return (
        alerts.data &&
        shadowRule(
          alerts.data.items.find(ofId),
          (one) => changeAlert(siteId, one),
          () => refreshAlerts(siteId),
        )
      );
    case 'prospectRule':
      return (
        rules.data &&
        shadowRule(
          rules.data.find(ofId),
          (one) => changeProspectRule(siteId, one),
          () => refreshProspectRules(siteId),
        )
      );
    case 'invite':
      return (
        invites.data &&
        shadowRule(
          invites.data.find(ofId),
          (one) => changeInvite(siteId, one),
          () => refreshInvites(siteId),
        )
      );
  }
}

function shadowRule<T extends { readonly name: string; readonly shadow: boolean; readonly version: number }>(
  stored: T | undefined,
  change: (document: T) => Promise<T>,
  refresh: () => Promise<unknown>,
): ShadowRule | null {
  if (stored === undefined) return null;
  let newest = stored;
  return {
    name: stored.name,
    shadow: stored.shadow,
    setShadow: async (shadow) => {
      try {
        newest = await change({ ...newest, shadow });
      } finally {
        await refresh();
      }
    },
  };
}
