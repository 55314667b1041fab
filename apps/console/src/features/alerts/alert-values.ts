import type { Alert, AlertInput } from '@foyer/protocol/alert';
import { linesOf, toLines } from '../../ui/lines.ts';

/** An alert as its form holds it: lists as lines. */
export interface AlertValues {
  name: string;
  enabled: boolean;
  shadow: boolean;
  icon: AlertInput['icon'];
  /** Empty: none. */
  color: string;
  isAnywhere: boolean;
  searchEngines: string[];
  ownOrganisation: boolean;
  entryPages: string;
  keywords: string;
  addresses: string;
  invite: string | null;
  popup: boolean;
}

/** Fields that a fault can belong to, by the names of the wire. */
export const alertFieldPaths = [
  'name',
  'enabled',
  'shadow',
  'icon',
  'color',
  'searchEngines',
  'ownOrganisation',
  'entryPages',
  'keywords',
  'addresses',
  'actions.invite',
  'actions.popup',
];

const fresh: AlertInput = {
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
  const from = alert ?? fresh;
  return {
    name: from.name,
    enabled: from.enabled,
    shadow: from.shadow,
    icon: from.icon,
    color: from.color ?? '',
    isAnywhere: from.searchEngines === 'anywhere',
    searchEngines: from.searchEngines === 'anywhere' ? [] : from.searchEngines,
    ownOrganisation: from.ownOrganisation,
    entryPages: toLines(from.entryPages),
    keywords: toLines(from.keywords),
    addresses: toLines(from.addresses),
    invite: from.actions.invite,
    popup: from.actions.popup,
  };
}

/** The alert that the values make; what the form does not show stays as it was. */
export function fromAlertValues(values: AlertValues, alert: Alert | null): AlertInput {
  const {
    id: _id,
    version: _version,
    builtIn: _builtIn,
    ...before
  } = alert ?? { ...fresh, id: '', version: 0, builtIn: false };
  return {
    ...before,
    name: values.name,
    enabled: values.enabled,
    shadow: values.shadow,
    icon: values.icon,
    color: values.color === '' ? null : values.color,
    searchEngines: values.isAnywhere ? 'anywhere' : values.searchEngines,
    ownOrganisation: values.ownOrganisation,
    entryPages: linesOf(values.entryPages),
    keywords: linesOf(values.keywords),
    addresses: linesOf(values.addresses),
    actions: { ...before.actions, invite: values.invite, popup: values.popup },
  };
}

/** What an alert has that the form does not show. */
export function hiddenSettings(alert: Alert): ('paid' | 'conditions' | 'emailVisitor' | 'emailStaff' | 'webhook')[] {
  const { paid, conditions, actions } = alert;
  return [
    ...(paid === null ? [] : ['paid' as const]),
    ...(conditions === null ? [] : ['conditions' as const]),
    ...(actions.emailVisitor ? ['emailVisitor' as const] : []),
    ...(actions.emailStaff.length > 0 ? ['emailStaff' as const] : []),
    ...(actions.webhook ? ['webhook' as const] : []),
  ];
}
