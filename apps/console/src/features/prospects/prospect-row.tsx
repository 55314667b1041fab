import type { ProspectRule, ProspectRuleStatistics } from '@foyer/protocol/prospect-rule';
import { ActionIcon, Badge, Menu, Switch, Tooltip } from '@mantine/core';
import { IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { classNames } from '../../ui/class-names.ts';
import { RowFindings } from '../rule-findings/row-findings.tsx';
import { ShadowLink } from '../shadow-mode/shadow-link.tsx';
import { describeEffects, describeWhom } from './describe-prospect-rule.ts';
import classes from './prospect-row.module.css';
import { useCopyProspectRule, useDeleteProspectRule, useSwitchProspectRule } from './use-prospect-rules.ts';

interface ProspectRowProps {
  siteId: string;
  rule: ProspectRule;
  /** How often it has fired lately; null: not once, or not known yet. */
  fired: ProspectRuleStatistics['items'][number] | null;
  /** Whether it is known how often rules have fired. */
  isCounted: boolean;
  /** ISO 4217. */
  currency: string;
  /** Null when the invite that it sends is gone. */
  inviteName: string | null;
}

/** What the ordered list shows of a prospect rule: for whom it fires, and what it does. */
export function ProspectRow({ siteId, rule, fired, isCounted, currency, inviteName }: ProspectRowProps) {
  const { t } = useTranslation('prospects');
  const { t: tWords } = useTranslation('explanations');
  const switchRule = useSwitchProspectRule(siteId);
  return (
    <>
      <div className={classNames(classes.words, !rule.enabled && classes.off)}>
        <p className={classes.nameLine}>
          <Link
            href={`/settings/prospects/${rule.id}`}
            className={classes.name}
            data-list-item
            aria-label={t('edit', { name: rule.name })}
          >
            {rule.name}
          </Link>
          {rule.shadow ? (
            <Tooltip label={t('field.shadowHint')}>
              <Badge size="xs" variant="light" color="gray">
                {t('shadow')}
              </Badge>
            </Tooltip>
          ) : null}
        </p>
        <p className={classes.summary}>{describeWhom(rule, currency, t, tWords)}</p>
        <p className={classes.summary}>{t('sentence.does', { effects: describeEffects(rule, inviteName, t) })}</p>
        <RowFindings kind="prospectRule" rule={rule} />
        {rule.shadow ? (
          <p className={classes.summary}>
            <ShadowLink kind="prospectRule" rule={rule} />
          </p>
        ) : null}
        {isCounted ? <Reach rule={rule} fired={fired} /> : null}
      </div>
      <Switch
        size="sm"
        checked={rule.enabled}
        aria-label={t('enabledOf', { name: rule.name })}
        onChange={(event) => switchRule.mutate({ ...rule, enabled: event.currentTarget.checked })}
      />
      <RowMenu siteId={siteId} rule={rule} />
    </>
  );
}

/** For how many visits and visitors it fired in the last 30 days; in shadow, for how many it would have. */
function Reach({ rule, fired }: Pick<ProspectRowProps, 'rule' | 'fired'>) {
  const { t } = useTranslation('prospects');
  const told = [
    fired === null || fired.fired.visits === 0 ? null : t('reach.fired', wordsOf(fired.fired, t)),
    fired === null || fired.inShadow.visits === 0 ? null : t('reach.inShadow', wordsOf(fired.inShadow, t)),
  ].filter((part) => part !== null);
  const none = rule.shadow ? t('reach.noneInShadow') : t('reach.none');
  return <p className={classes.reach}>{told.length === 0 ? none : told.join(' ')}</p>;
}

function wordsOf({ visits, visitors }: { visits: number; visitors: number }, t: TFunction<'prospects'>) {
  return { visits: t('reach.visits', { count: visits }), visitors: t('reach.visitors', { count: visitors }) };
}

function RowMenu({ siteId, rule }: { siteId: string; rule: ProspectRule }) {
  const { t } = useTranslation('prospects');
  const copy = useCopyProspectRule(siteId);
  const remove = useDeleteProspectRule(siteId);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('menuOf', { name: rule.name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => copy.mutate(rule)}>
          {t('copy')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => void remove(rule)}>
          {t('remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
