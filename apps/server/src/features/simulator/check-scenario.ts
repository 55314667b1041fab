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
    ...checkDocuments(configuration, 'configuration'),
    ...events.flatMap((event, place) =>
      event.type === 'configuration.changed'
        ? checkDocuments(event.configuration, `events.${place}.configuration`)
        : [],
    ),
  ];
}

type Documents = {
  readonly [Kind in 'alerts' | 'prospectRules' | 'invites' | 'exclusions']?: ScenarioConfiguration[Kind] | undefined;
};

function checkDocuments({ alerts, prospectRules, invites, exclusions }: Documents, path: string): FieldError[] {
  const checkConditions = (conditions: Expression | null, at: string) =>
    conditions === null ? [] : checkExpression(conditions, at);
  return [
    ...(alerts ?? []).flatMap((alert, place) => [
      ...checkEntries(alert.entryPages, `${path}.alerts.${place}.entryPages`, checkPagePattern),
      ...checkEntries(alert.addresses, `${path}.alerts.${place}.addresses`, checkAddressOrHost),
      ...checkConditions(alert.conditions, `${path}.alerts.${place}.conditions`),
    ]),
    ...(prospectRules ?? []).flatMap((rule, place) => [
      ...checkEntries(rule.specificPages, `${path}.prospectRules.${place}.specificPages`, checkPageLine),
      ...checkConditions(rule.conditions, `${path}.prospectRules.${place}.conditions`),
    ]),
    ...(invites ?? []).flatMap(({ autoSend }, place) => [
      ...checkEntries(autoSend.pages, `${path}.invites.${place}.autoSend.pages`, checkPagePattern),
      ...checkConditions(autoSend.conditions, `${path}.invites.${place}.autoSend.conditions`),
    ]),
    ...checkEntries(exclusions?.pages ?? [], `${path}.exclusions.pages`, checkPagePattern),
    ...checkEntries(exclusions?.addresses ?? [], `${path}.exclusions.addresses`, checkAddressPattern),
    ...checkEntries(exclusions?.countries ?? [], `${path}.exclusions.countries`, checkCountry),
  ];
}
