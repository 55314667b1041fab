import type { AlertInput } from '@foyer/protocol/alert';
import { parseAmount } from '@foyer/rules/money';
import { listEntries } from '@foyer/rules/pattern-list';
import type { TFunction } from 'i18next';
import { formatMoney } from '../../ui/format-money.ts';

const shownEntries = 3;
const listOf = (type: 'conjunction' | 'disjunction') => new Intl.ListFormat('en-GB', { type });
const and = listOf('conjunction');
const or = listOf('disjunction');

/** What an alert does not know by itself. */
interface Surroundings {
  readonly builtIn: boolean;
  /** Name of the invite it sends; null: it is gone, or there is none. */
  readonly inviteName: string | null;
  /** Its conditions in words; null: it has none. */
  readonly conditionWords: string | null;
  /** ISO 4217. */
  readonly currency: string;
}

/** An alert as sentences in plain English: whom it takes, what it does then, and what holds it back. */
export function readAlertBack(
  alert: AlertInput,
  { builtIn, inviteName, conditionWords, currency }: Surroundings,
  t: TFunction<'alerts'>,
): string[] {
  const criteria = criteriaOf(alert, t);
  const effects = effectsOf(alert, inviteName, t);
  return [
    builtIn
      ? t('words.builtIn')
      : criteria.length === 0
        ? t('words.everybody')
        : t('words.when', { criteria: and.format(criteria) }),
    ...(conditionWords === null ? [] : [t('words.conditionsAre', { conditions: conditionWords })]),
    effects.length === 0 ? t('words.nothing') : t('words.effects', { effects: and.format(effects) }),
    ...paidOf(alert, currency, t),
    ...(alert.shadow ? [t('words.shadow')] : []),
    ...(alert.enabled ? [] : [t('words.disabled')]),
  ];
}

function criteriaOf(alert: AlertInput, t: TFunction<'alerts'>): string[] {
  const { searchEngines, conditions } = alert;
  const [pages, keywords, addresses] = [alert.entryPages, alert.keywords, alert.addresses].map(listEntries);
  return [
    ...(searchEngines === 'anywhere'
      ? []
      : [searchEngines.length === 0 ? t('words.fromNowhere') : t('words.from', { list: oneOf(searchEngines, t) })]),
    ...(alert.ownOrganisation ? [t('words.ownOrganisation')] : []),
    ...(pages?.length ? [t('words.entryPages', { list: oneOf(pages.map(quote), t) })] : []),
    ...(keywords?.length ? [t('words.keywords', { list: oneOf(keywords.map(quote), t) })] : []),
    ...(addresses?.length ? [t('words.addresses', { list: oneOf(addresses.map(quote), t) })] : []),
    ...(conditions === null ? [] : [t('words.conditions')]),
  ];
}

function effectsOf({ actions }: AlertInput, inviteName: string | null, t: TFunction<'alerts'>): string[] {
  return [
    ...(actions.popup ? [t('words.popup')] : []),
    ...(actions.invite === null
      ? []
      : [inviteName === null ? t('words.inviteGone') : t('words.invite', { name: inviteName })]),
    ...(actions.emailVisitor ? [t('words.emailVisitor')] : []),
    ...(actions.emailStaff.length === 0 ? [] : [t('words.emailStaff', { list: allOf(actions.emailStaff, t) })]),
    ...(actions.webhook ? [t('words.webhook')] : []),
  ];
}

function paidOf({ paid }: AlertInput, currency: string, t: TFunction<'alerts'>): string[] {
  if (paid === null) return [];
  const { cost, clickFraud } = paid;
  const fixed = 'fixed' in cost ? parseAmount(cost.fixed, currency) : null;
  return [
    'queryParameter' in cost
      ? t('words.paidParameter', { parameter: cost.queryParameter })
      : fixed === null
        ? t('words.paid')
        : t('words.paidFixed', { cost: formatMoney(fixed, currency) }),
    ...(clickFraud === null ? [] : [t('words.clickFraud', { count: clickFraud.entriesPerDay })]),
  ];
}

function oneOf(entries: readonly string[], t: TFunction<'alerts'>): string {
  return shorten(entries, or, t);
}

function allOf(entries: readonly string[], t: TFunction<'alerts'>): string {
  return shorten(entries, and, t);
}

function shorten(entries: readonly string[], list: Intl.ListFormat, t: TFunction<'alerts'>): string {
  const more = entries.length - shownEntries;
  return list.format(more > 0 ? [...entries.slice(0, shownEntries), t('words.more', { count: more })] : entries);
}

function quote(text: string): string {
  return `“${text}”`;
}
