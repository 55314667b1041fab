import { type RuleKind, ruleKinds } from '@foyer/protocol/explanation';
import type { ShadowResults } from '@foyer/protocol/shadow';
import { Button } from '@mantine/core';
import { IconGhost2, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { errorText } from '../../api/rest-client.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { formatCount, formatShare } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { Loading } from '../../ui/loading.tsx';
import { notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { shadowQuery } from './shadow-api.ts';
import classes from './shadow-page.module.css';
import { ShadowSample } from './shadow-sample.tsx';
import { type ShadowRule, useShadowRule } from './use-shadow-rule.ts';

const lists = { alert: '/settings/alerts', prospectRule: '/settings/prospects', invite: '/settings/invites' } as const;

/** What one rule in shadow would have done, and the way out of it. */
export function ShadowPage({ kind: given, ruleId }: { kind: string; ruleId: string }) {
  const { t } = useTranslation('shadowMode');
  const { t: tShell } = useTranslation('shell');
  const kind: RuleKind = ruleKinds.find((one) => one === given) ?? 'alert';
  const siteId = useSiteId();
  const rule = useShadowRule(siteId, kind, ruleId);
  const results = useQuery(shadowQuery(siteId, kind, ruleId));
  const fail = (error: Error) => notifyFailed(errorText(error), t('promoteFailed'));
  const promote = useMutation({
    // The rule as it was when this was pressed knows the version that it has made, which undoing needs.
    mutationFn: async (pressed: ShadowRule) => {
      await pressed.setShadow(false);
      return pressed;
    },
    onSuccess: (pressed) =>
      notifyUndoable(
        t('promoted', { name: pressed.name }),
        tShell('undo'),
        () => void pressed.setShadow(true).catch(fail),
      ),
    onError: fail,
  });
  return (
    <SettingsPage
      title={t('title', { name: rule?.name ?? '…' })}
      purpose={t('purpose')}
      back={{ href: lists[kind], label: t(`back.${kind}`) }}
      wide
      actions={
        rule?.shadow ? (
          <Button
            leftSection={<IconPlayerPlay size={15} aria-hidden />}
            loading={promote.isPending}
            onClick={() => promote.mutate(rule)}
          >
            {t('promote')}
          </Button>
        ) : null
      }
    >
      {results.isError ? (
        <Failure error={results.error} onRetry={() => void results.refetch()} />
      ) : rule === undefined || results.isPending ? (
        <Loading />
      ) : rule === null || !rule.shadow ? (
        <Empty
          icon={<IconGhost2 size={22} />}
          title={t('gone')}
          actions={<Link href={lists[kind]}>{t(`back.${kind}`)}</Link>}
        >
          {t('goneText')}
        </Empty>
      ) : results.data.visits === 0 ? (
        <Empty icon={<IconGhost2 size={22} />} title={t('nothing', { days: results.data.perDay.length })}>
          {t('nothingText')}
        </Empty>
      ) : (
        <>
          <Figures results={results.data} />
          <Days results={results.data} />
          <ShadowSample results={results.data} />
        </>
      )}
    </SettingsPage>
  );
}

function Figures({ results }: { results: ShadowResults }) {
  const { t } = useTranslation('shadowMode');
  const { visits, siteVisits, visitors, chatted, customers, revenue, currency } = results;
  const figures = [
    [t('figure.visits'), formatCount(visits)],
    [t('figure.share'), formatShare(visits, siteVisits)],
    [t('figure.visitors'), formatCount(visitors)],
    [t('figure.chatted'), formatCount(chatted)],
    [t('figure.customers'), formatCount(customers)],
    [t('figure.revenue'), formatMoney(revenue, currency)],
  ] as const;
  return (
    <dl className={classes.figures}>
      {figures.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Days({ results: { perDay } }: { results: ShadowResults }) {
  const { t } = useTranslation('shadowMode');
  const most = Math.max(1, ...perDay.map(({ visits }) => visits));
  return (
    <Section title={t('perDay', { days: perDay.length })}>
      <ol className={classes.days}>
        {perDay.map(({ day, visits }) => (
          <li key={day} title={`${day}: ${formatCount(visits)}`}>
            <span style={{ height: `${(visits / most) * 100}%` }} aria-hidden />
            <span className="visually-hidden">
              {day}: {formatCount(visits)}
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.dim}>
        <span>{perDay[0]?.day}</span>
        <span>{t('perDayText', { most: formatCount(most) })}</span>
        <span>{perDay.at(-1)?.day}</span>
      </p>
    </Section>
  );
}
