import type { Alert, AlertInput, AlertList } from '@foyer/protocol/alert';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AlertBadge } from '../../ui/alert-mark.tsx';
import { Section } from '../../ui/section.tsx';
import { describeExpression } from '../conditions/describe-expression.ts';
import { DraftFindings } from '../rule-findings/draft-findings.tsx';
import classes from './alert-form.module.css';
import { AlertReached } from './alert-reached.tsx';
import { alertReachQuery } from './alerts-api.ts';
import { Blocked } from './blocked.tsx';
import { readAlertBack } from './read-alert-back.ts';

interface AlertAsideProps {
  siteId: string;
  /** As it is stored; null: a new one. */
  alert: Alert | null;
  /** As it stands in the form. */
  input: AlertInput;
  list: AlertList;
  currency: string;
  inviteName: string | null;
}

/** Beside the form: the alert as operators will see it, in words, and what it has reached so far. */
export function AlertAside({ siteId, alert, input, list, currency, inviteName }: AlertAsideProps) {
  const { t } = useTranslation('alerts');
  const reach = useQuery(alertReachQuery(siteId));
  const { t: tWords } = useTranslation('explanations');
  const conditionWords = input.conditions === null ? null : describeExpression(input.conditions, tWords, currency);
  const sentences = readAlertBack(input, { builtIn: alert?.builtIn ?? false, inviteName, conditionWords, currency }, t);
  const blocked = list.unreachable.find(({ id }) => id === alert?.id);
  return (
    <aside className={classes.aside}>
      {input.name.trim() === '' ? null : (
        <div className={classes.mark}>
          <AlertBadge
            name={input.name}
            icon={input.icon}
            color={/^#[0-9a-f]{6}$/i.test(input.color ?? '') ? input.color : null}
          />
        </div>
      )}
      <Section title={t('words.title')}>
        <div className={classes.words}>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </Section>
      <DraftFindings siteId={siteId} draft={{ kind: 'alert', id: alert?.id ?? null, document: input }} />
      {alert === null || reach.data === undefined ? null : (
        <Section title={t('reach.title', { days: reach.data.days })}>
          <AlertReached alertId={alert.id} reach={reach.data} />
        </Section>
      )}
      {blocked === undefined ? null : (
        <Section title={t('unreachable')}>
          <p className={classes.warning}>
            <IconAlertTriangle size={14} aria-hidden />
            <span>
              <Blocked by={blocked} builtIn={alert?.builtIn ?? false} />
            </span>
          </p>
        </Section>
      )}
    </aside>
  );
}
