import type { Alert, AlertInput } from '@foyer/protocol/alert';
import type { Expression } from '@foyer/protocol/condition';
import { linesOf, toLines } from '../../ui/lines.ts';

/** An alert as its form holds it: lists as lines, what depends on a switch kept while the switch is off. */
export interface AlertValues {
  name: string;
  enabled: boolean;
  shadow: boolean;
  icon: AlertInput['icon'];
  /** Empty: none. */
  color: string;
  isPaid: boolean;
  costBy: 'fixed' | 'queryParameter';
  fixedCost: string;
  costParameter: string;
  watchesClickFraud: boolean;
  /** Text while nothing, or no number, is typed. */
  entriesPerDay: number | string;
  isAnywhere: boolean;
  searchEngines: string[];
  ownOrganisation: boolean;
  entryPages: string;
  keywords: string;
  addresses: string;
  conditions: Expression | null;
  invite: string | null;
  popup: boolean;
  emailVisitor: boolean;
  emailStaff: string;
  webhook: boolean;
}

/** Fields that a fault can belong to, by the names of the wire. */
export const alertFieldPaths = [
  'name',
  'enabled',
  'shadow',
  'icon',
  'color',
  'paid.cost',
  'paid.clickFraud',
  'searchEngines',
  'ownOrganisation',
  'entryPages',
  'keywords',
  'addresses',
  'conditions',
  'actions.invite',
  'actions.popup',
  'actions.emailVisitor',
  'actions.emailStaff',
  'actions.webhook',
];

/** More entries than this in a day raise an exception, unless something else is said. */
const usualEntriesPerDay = 3;

/** A new alert. */
export const freshAlert: AlertInput = {
  name: '',
  enabled: true,
  shadow: false,
  icon: 'flag',
  color: null,
  paid: null,
  searchEngines: 'anywhere',
  ownOrganisation: false,
  entryPages: [],
  keywords: [],
  addresses: [],
  conditions: null,
  actions: { invite: null, emailVisitor: false, emailStaff: [], popup: false, webhook: false },
};

/** The form's values of an alert, or of a new one. */
export function toAlertValues(alert: Alert | null): AlertValues {
  const from: AlertInput = alert ?? freshAlert;
  const { actions, paid } = from;
  return {
    name: from.name,
    enabled: from.enabled,
    shadow: from.shadow,
    icon: from.icon,
    color: from.color ?? '',
    isPaid: paid !== null,
    costBy: paid !== null && 'queryParameter' in paid.cost ? 'queryParameter' : 'fixed',
    fixedCost: paid !== null && 'fixed' in paid.cost ? paid.cost.fixed : '',
    costParameter: paid !== null && 'queryParameter' in paid.cost ? paid.cost.queryParameter : '',
    watchesClickFraud: (paid?.clickFraud ?? null) !== null,
    entriesPerDay: paid?.clickFraud?.entriesPerDay ?? usualEntriesPerDay,
    isAnywhere: from.searchEngines === 'anywhere',
    searchEngines: from.searchEngines === 'anywhere' ? [] : from.searchEngines,
    ownOrganisation: from.ownOrganisation,
    entryPages: toLines(from.entryPages),
    keywords: toLines(from.keywords),
    addresses: toLines(from.addresses),
    conditions: from.conditions,
    invite: actions.invite,
    popup: actions.popup,
    emailVisitor: actions.emailVisitor,
    emailStaff: toLines(actions.emailStaff),
    webhook: actions.webhook,
  };
}

/** The alert that the values make. */
export function fromAlertValues(values: AlertValues): AlertInput {
  return {
    name: values.name,
    enabled: values.enabled,
    shadow: values.shadow,
    icon: values.icon,
    color: values.color === '' ? null : values.color,
    paid: values.isPaid
      ? {
          cost:
            values.costBy === 'fixed'
              ? { fixed: values.fixedCost.trim().replace(',', '.') }
              : { queryParameter: values.costParameter.trim() },
          clickFraud: values.watchesClickFraud ? { entriesPerDay: Number(values.entriesPerDay) } : null,
        }
      : null,
    searchEngines: values.isAnywhere ? 'anywhere' : values.searchEngines,
    ownOrganisation: values.ownOrganisation,
    entryPages: linesOf(values.entryPages),
    keywords: linesOf(values.keywords),
    addresses: linesOf(values.addresses),
    conditions: values.conditions,
    actions: {
      invite: values.invite,
      emailVisitor: values.emailVisitor,
      emailStaff: linesOf(values.emailStaff),
      popup: values.popup,
      webhook: values.webhook,
    },
  };
}
