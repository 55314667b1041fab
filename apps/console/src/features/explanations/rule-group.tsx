import type { RecordedFiring, RuleKind } from '@foyer/protocol/explanation';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import { DeletedRule } from './deleted-rule.tsx';
import classes from './rule-group.module.css';
import { RuleRow } from './rule-row.tsx';
import { useExplanations } from './use-explanations.ts';

interface RuleGroupProps {
  siteId: string;
  visitId: string;
  kind: RuleKind;
  /** Words of names; empty: all rules. */
  search: string;
}

/** The rules of one kind in their order, each with what it says of a visit. */
export function RuleGroup({ siteId, visitId, kind, search }: RuleGroupProps) {
  const { t } = useTranslation('explanations');
  const { t: tShell } = useTranslation('shell');
  const found = useExplanations(siteId, visitId, kind, search);
  const rules = found.data?.pages.flatMap((page) => page.rules) ?? [];
  const [first] = found.data?.pages ?? [];
  // Which are gone shows only once all that are left are on the screen.
  const gone =
    search === '' && !found.hasNextPage ? findGone(first?.recorded ?? [], new Set(rules.map(({ id }) => id))) : [];
  return (
    <Section title={t(`kind.${kind}`)}>
      {found.isPending ? (
        <Loading />
      ) : found.isError ? (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      ) : rules.length === 0 && gone.length === 0 ? (
        <p className={classes.none}>{search === '' ? t(`none.${kind}`) : t('noneFound')}</p>
      ) : (
        <ul aria-label={t(`kind.${kind}`)}>
          {rules.map((rule) => (
            <RuleRow key={rule.id} siteId={siteId} visitId={visitId} rule={rule} />
          ))}
          {gone.map((firing) => (
            <DeletedRule key={firing.ruleId} firing={firing} />
          ))}
        </ul>
      )}
      {first !== undefined && !first.live && rules.length > 0 && kind === 'invite' ? (
        <p className={classes.none}>{t('asOfEnd')}</p>
      ) : null}
      {found.hasNextPage ? (
        <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {tShell('loadMore')}
        </Button>
      ) : null}
    </Section>
  );
}

/** The newest firing of each rule that is not there any more. */
function findGone(recorded: readonly RecordedFiring[], known: ReadonlySet<string>): RecordedFiring[] {
  const gone = new Map<string, RecordedFiring>();
  for (const firing of recorded)
    if (!known.has(firing.ruleId) && !gone.has(firing.ruleId)) gone.set(firing.ruleId, firing);
  return [...gone.values()];
}
