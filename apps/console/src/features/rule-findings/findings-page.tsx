import type { LintedKind, RuleFinding } from '@foyer/protocol/rule-finding';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import { alertsQuery } from '../alerts/alerts-api.ts';
import { invitesQuery } from '../invites/invites-api.ts';
import { prospectRulesQuery } from '../prospects/prospects-api.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { FindingList } from './finding-list.tsx';
import classes from './findings-page.module.css';
import { addressOfRule, ruleFindingsQuery } from './rule-findings-api.ts';

const kinds: readonly LintedKind[] = ['alert', 'prospectRule', 'invite', 'exclusions'];

/** All findings of the site, by rule. */
export function FindingsPage() {
  const { t } = useTranslation('ruleFindings');
  const siteId = useSiteId();
  const findings = useQuery(ruleFindingsQuery(siteId));
  const documentOf = useDocuments(siteId);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      {findings.isPending ? (
        <Loading />
      ) : findings.isError ? (
        <Failure error={findings.error} onRetry={() => void findings.refetch()} />
      ) : findings.data.length === 0 ? (
        <Empty icon={<IconCircleCheck size={22} />} title={t('none')}>
          {t('noneText')}
        </Empty>
      ) : (
        kinds.map((kind) => {
          const rules = Map.groupBy(
            findings.data.filter((one) => one.kind === kind),
            ({ ruleId }) => ruleId,
          );
          if (rules.size === 0) return null;
          return (
            <Section key={kind} title={t(`kind.${kind}`)}>
              {[...rules].map(([ruleId, ofRule]) => (
                <div key={ruleId} className={classes.rule}>
                  <Link href={addressOfRule(kind, ruleId)} className={classes.name}>
                    {ofRule[0]?.ruleName || t('exclusions')}
                  </Link>
                  <FindingList siteId={siteId} findings={ofRule} documentOf={documentOf} />
                </div>
              ))}
            </Section>
          );
        })
      )}
    </SettingsPage>
  );
}

/** The rules that findings are of, as far as they have been read. */
function useDocuments(siteId: string): (finding: RuleFinding) => unknown {
  const alerts = useQuery(alertsQuery(siteId));
  const rules = useQuery(prospectRulesQuery(siteId));
  const invites = useQuery(invitesQuery(siteId));
  return ({ ruleId }) =>
    [...(alerts.data?.items ?? []), ...(rules.data ?? []), ...(invites.data ?? [])].find(({ id }) => id === ruleId);
}
