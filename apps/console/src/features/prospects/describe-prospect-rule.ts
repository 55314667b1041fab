import type { ProspectRuleInput } from '@foyer/protocol/prospect-rule';
import { readAlternatives, readPageLines } from '@foyer/rules/specific-pages';
import type { TFunction } from 'i18next';
import { describeExpression } from '../conditions/describe-expression.ts';

/** What a sentence about a rule needs besides the rule. */
interface Names {
  /** Name of the invite that it sends; null: that is gone. */
  readonly inviteName: string | null;
  /** ISO 4217, the site's. */
  readonly currency: string;
}

/** A whole prospect rule read back in a few sentences: how often it fires and for whom, and what it then does. */
export function describeProspectRule(
  rule: ProspectRuleInput,
  { inviteName, currency }: Names,
  t: TFunction<'prospects'>,
  tWords: TFunction<'explanations'>,
): string {
  return `${describeWhom(rule, currency, t, tWords)} ${t('sentence.does', { effects: describeEffects(rule, inviteName, t) })}`;
}

/** How often a rule fires, and for whom. */
export function describeWhom(
  rule: ProspectRuleInput,
  currency: string,
  t: TFunction<'prospects'>,
  tWords: TFunction<'explanations'>,
): string {
  const browsing = describeBrowsing(rule, t);
  const often = t(`sentence.often.${rule.activation}`);
  if (rule.conditions === null)
    return t('sentence.fires', { often, when: browsing === '' ? t('sentence.anybody') : browsing });
  const conditions = describeExpression(rule.conditions, tWords, currency);
  return browsing === ''
    ? `${t('sentence.fires', { often, when: t('sentence.meets') })} ${t('sentence.holds', { conditions })}`
    : `${t('sentence.fires', { often, when: browsing })} ${t('sentence.besides', { conditions })}`;
}

function describeBrowsing(rule: ProspectRuleInput, t: TFunction<'prospects'>): string {
  const pages = rule.minPages === null ? null : t('sentence.pages', { count: rule.minPages });
  const minutes = rule.minMinutes === null ? null : t('sentence.minutes', { count: rule.minMinutes });
  return enumerate(
    [
      rule.startAfterVisits > 1 ? t('sentence.fromVisit', { count: rule.startAfterVisits }) : null,
      pages !== null && minutes !== null ? t('sentence.volume', { pages, minutes }) : (pages ?? minutes),
      ...readPageLines(rule.specificPages).map((line) =>
        t('sentence.line', { pages: readAlternatives(line).join(t('sentence.or')) }),
      ),
    ],
    t,
  );
}

/** What a rule does when it fires: `makes them a prospect of type “Serious” and shows a pop-up to all operators`. */
export function describeEffects(rule: ProspectRuleInput, inviteName: string | null, t: TFunction<'prospects'>): string {
  const { invite, popup, email, sms, flagAsCustomer } = rule.actions;
  return enumerate(
    [
      t('sentence.prospect', { name: rule.name.trim() || t('sentence.unnamed') }),
      popup ? t('sentence.popup') : null,
      invite === null ? null : t('sentence.invite', { invite: inviteName ?? t('inviteGone') }),
      email ? t('sentence.email') : null,
      sms ? t('sentence.sms') : null,
      flagAsCustomer ? t('sentence.customer') : null,
    ],
    t,
  );
}

/** `a, b and c`. */
function enumerate(parts: readonly (string | null)[], t: TFunction<'prospects'>): string {
  const told = parts.filter((part) => part !== null);
  if (told.length < 2) return told.join('');
  return `${told.slice(0, -1).join(', ')}${t('sentence.and')}${told.at(-1)}`;
}
