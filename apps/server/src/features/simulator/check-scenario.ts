import type { Expression } from '@foyer/protocol/condition';
import type { Scenario, ScenarioConfiguration } from '@foyer/protocol/scenario';
import { checkAddressPattern } from '@foyer/rules/address-pattern';
import { checkAddressOrHost } from '@foyer/rules/check-address-or-host';
import { checkEntries } from '@foyer/rules/check-entries';
import { checkExpression } from '@foyer/rules/check-expression';
import { checkCountry } from '@foyer/rules/country';
import type { FieldError } from '@foyer/rules/field-error';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import { checkPageLine } from '@foyer/rules/specific-pages';

/** What of a scenario's documents could not be saved on a site, each with its path: patterns, countries, conditions. */
export function checkScenario({ configuration, events }: Scenario): FieldError[] {
  return [
    ...checkDocuments(configuration, 'configuration.'),
    ...events.flatMap((event, place) =>
      event.type === 'configuration.changed'
        ? checkDocuments(event.configuration, `events.${place}.configuration.`)
        : [],
    ),
  ];
}

type Documents = {
  readonly [Kind in 'alerts' | 'prospectRules' | 'invites' | 'exclusions']?: ScenarioConfiguration[Kind] | undefined;
};

/** The same of some documents; `prefix` stands before each path. */
export function checkDocuments(
  { alerts, prospectRules, invites, exclusions }: Documents,
  prefix: string,
): FieldError[] {
  const checkConditions = (conditions: Expression | null, at: string) =>
    conditions === null ? [] : checkExpression(conditions, at);
  return [
    ...(alerts ?? []).flatMap((alert, place) => [
      ...checkEntries(alert.entryPages, `${prefix}alerts.${place}.entryPages`, checkPagePattern),
      ...checkEntries(alert.addresses, `${prefix}alerts.${place}.addresses`, checkAddressOrHost),
      ...checkConditions(alert.conditions, `${prefix}alerts.${place}.conditions`),
    ]),
    ...(prospectRules ?? []).flatMap((rule, place) => [
      ...checkEntries(rule.specificPages, `${prefix}prospectRules.${place}.specificPages`, checkPageLine),
      ...checkConditions(rule.conditions, `${prefix}prospectRules.${place}.conditions`),
    ]),
    ...(invites ?? []).flatMap(({ autoSend }, place) => [
      ...checkEntries(autoSend.pages, `${prefix}invites.${place}.autoSend.pages`, checkPagePattern),
      ...checkConditions(autoSend.conditions, `${prefix}invites.${place}.autoSend.conditions`),
    ]),
    ...checkEntries(exclusions?.pages ?? [], `${prefix}exclusions.pages`, checkPagePattern),
    ...checkEntries(exclusions?.addresses ?? [], `${prefix}exclusions.addresses`, checkAddressPattern),
    ...checkEntries(exclusions?.countries ?? [], `${prefix}exclusions.countries`, checkCountry),
  ];
}
