import type { Alert } from '@foyer/protocol/alert';
import type { Condition, Expression } from '@foyer/protocol/condition';
import { termsOf } from '@foyer/protocol/condition';
import type { Invite } from '@foyer/protocol/invite';
import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import type { RuleFinding } from '@foyer/protocol/rule-finding';
import { findCountry } from './country.ts';
import { foldText } from './fold-text.ts';
import { findUnreachableAlerts } from './lint-alerts.ts';
import { lintExclusions } from './lint-exclusions.ts';
import type { ExpressionScope } from './lint-expression.ts';
import { finding, type LintedRule, lintConditions } from './lint-finding.ts';
import type { Literal } from './lint-literal.ts';
import { coversAddresses, coversPages } from './lint-patterns.ts';
import { findDuplicateRules } from './lint-prospect-rules.ts';
import { listEntries } from './pattern-list.ts';
import type { RuleSetSource } from './rule-set.ts';
import { readAlternatives, readPageLines } from './specific-pages.ts';

/** What the linter looks at of a site. */
export interface LintedSite
  extends Pick<
    RuleSetSource,
    'alerts' | 'prospectRules' | 'invites' | 'exclusions' | 'referringSites' | 'notifications' | 'keepsFragments'
  > {
  /** Whether organisations of addresses can be told at all. */
  readonly hasOrganisations: boolean;
  /** Epoch ms: days that have passed do not come again. */
  readonly now: number;
}

const dayMs = 86_400_000;

/**
 * Everything that is wrong with a site's rules (B-303), in the order of the documents. Each finding is certain: it follows from the
 * documents and the semantics of the engine, not from what visits have been like. Disabled rules are left alone, but for
 * what they would say.
 */
export function lintSite(site: LintedSite): RuleFinding[] {
  return [
    ...site.alerts.filter(({ enabled }) => enabled).flatMap((alert) => lintAlert(alert, site)),
    ...lintOrder(site),
    ...site.prospectRules.filter(({ enabled }) => enabled).flatMap((rule) => lintProspectRule(rule, site)),
    ...findDuplicateRules(site.prospectRules),
    ...site.invites.filter(({ enabled }) => enabled).flatMap((invite) => lintInvite(invite, site)),
    ...lintExclusions(site.exclusions, site.keepsFragments),
  ];
}

function lintOrder({ alerts, keepsFragments }: LintedSite): RuleFinding[] {
  return findUnreachableAlerts(alerts, keepsFragments).flatMap(({ alertId, blockedById, blockedByName }) => {
    const alert = alerts.find(({ id }) => id === alertId);
    if (alert === undefined) return [];
    const related = { kind: 'alert' as const, id: blockedById, name: blockedByName };
    return [finding(ruleOf('alert', alert), 'unreachable', '', { facts: [blockedByName], related })];
  });
}

function lintAlert(alert: Alert, site: LintedSite): RuleFinding[] {
  const rule = ruleOf('alert', alert);
  const { searchEngines, actions } = alert;
  const engines = new Set(site.referringSites.map(({ name }) => foldText(name)));
  const unknown = searchEngines === 'anywhere' ? [] : searchEngines.filter((name) => !engines.has(foldText(name)));
  return [
    ...unknown.map((name) =>
      finding(rule, 'unknownEngine', `searchEngines.${searchEngines.indexOf(name)}`, { facts: [name] }),
    ),
    ...(alert.ownOrganisation && !site.hasOrganisations ? [finding(rule, 'noOrganisations', 'ownOrganisation')] : []),
    ...lintExcludedPages(rule, 'entryPages', alert.entryPages, site),
    ...lintExcludedAddresses(rule, alert.addresses, site),
    ...lintConditions(rule, 'conditions', alert.conditions, { given: givenAtEntry(site), fromDay: fromDay(site) }),
    ...lintReferences(rule, 'conditions', alert.conditions, site),
    ...lintSentInvite(rule, 'actions.invite', actions.invite, site),
    ...(actions.emailVisitor && !site.notifications.emailVisitors
      ? [finding(rule, 'noVisitorMail', 'actions.emailVisitor')]
      : []),
    ...(actions.webhook && !site.notifications.webhookEvents.includes('alert.matched')
      ? [finding(rule, 'noWebhook', 'actions.webhook')]
      : []),
  ];
}

function lintProspectRule(prospectRule: ProspectRule, site: LintedSite): RuleFinding[] {
  const rule = ruleOf('prospectRule', prospectRule);
  const { startAfterVisits, minPages, minMinutes, specificPages, conditions, actions } = prospectRule;
  const given: Literal[] = [
    asked({ variable: 'visitor.visitNumber', operator: '>=', value: startAfterVisits }),
    ...(minPages !== null && minMinutes === null
      ? [asked({ variable: 'visitor.pages', operator: '>=', value: minPages })]
      : []),
    ...(minMinutes !== null && minPages === null
      ? [asked({ variable: 'visitor.minutes', operator: '>=', value: minMinutes })]
      : []),
  ];
  const asksForNothing =
    startAfterVisits === 1 &&
    ((minPages === null && minMinutes === null) || (minPages !== null && minPages <= 1) || minMinutes === 0) &&
    readPageLines(specificPages).length === 0 &&
    (conditions === null || termsOf(conditions).length === 0);
  return [
    ...(asksForNothing ? [finding(rule, 'everybody', '')] : []),
    ...lintExcludedLines(rule, specificPages, site),
    ...lintConditions(rule, 'conditions', conditions, { given, fromDay: fromDay(site) }),
    ...lintReferences(rule, 'conditions', conditions, site),
    ...lintSentInvite(rule, 'actions.invite', actions.invite, site),
    ...(actions.email && site.notifications.emails.length === 0
      ? [finding(rule, 'noRecipients', 'actions.email')]
      : []),
    ...(actions.sms && site.notifications.phones.length === 0 ? [finding(rule, 'noPhones', 'actions.sms')] : []),
  ];
}

function lintInvite(invite: Invite, site: LintedSite): RuleFinding[] {
  const rule = ruleOf('invite', invite);
  const { autoSend, limits, displaySeconds, animation } = invite;
  const isSending = autoSend.enabled && listEntries(autoSend.pages).length > 0;
  const isSlow = animation.kind !== 'none' && displaySeconds > 0 && displaySeconds * 1000 <= animation.durationMs;
  return [
    ...(limits.showsPerVisitor === 0 ? [finding(rule, 'neverShown', 'limits.showsPerVisitor')] : []),
    ...(isSlow ? [finding(rule, 'goneBeforeThere', 'displaySeconds')] : []),
    ...(autoSend.enabled && !isSending ? [finding(rule, 'nowhere', 'autoSend.pages')] : []),
    ...(isSending ? lintExcludedPages(rule, 'autoSend.pages', autoSend.pages, site) : []),
    ...(autoSend.enabled
      ? [
          ...lintConditions(rule, 'autoSend.conditions', autoSend.conditions, { given: [], fromDay: fromDay(site) }),
          ...lintReferences(rule, 'autoSend.conditions', autoSend.conditions, site),
        ]
      : []),
  ];
}

/** The invite that a rule sends: gone, switched off, or in shadow while the rule is not. */
function lintSentInvite(rule: LintedRule, path: string, reference: string | null, site: LintedSite): RuleFinding[] {
  if (reference === null) return [];
  const invite = site.invites.find(({ id, name }) => id === reference || name === reference);
  if (invite === undefined) return [finding(rule, 'noInvite', path)];
  const related = { kind: 'invite' as const, id: invite.id, name: invite.name };
  if (!invite.enabled) return [finding(rule, 'inviteDisabled', path, { facts: [invite.name], related })];
  return invite.shadow ? [finding(rule, 'inviteInShadow', path, { facts: [invite.name], related })] : [];
}

/** Entries of a list of pages that an exclusion hides whole: no such page is ever recorded. */
function lintExcludedPages(rule: LintedRule, path: string, pages: readonly string[], site: LintedSite): RuleFinding[] {
  return pages.flatMap((text, index) =>
    listEntries([text]).flatMap((entry) => {
      const by = excludedBy(entry, site);
      return by === undefined ? [] : [finding(rule, 'excluded', `${path}.${index}`, { facts: [entry, by] })];
    }),
  );
}

/** Lines of which every alternative is excluded. */
function lintExcludedLines(rule: LintedRule, lines: readonly string[], site: LintedSite): RuleFinding[] {
  return lines.flatMap((text, index) =>
    readPageLines([text]).flatMap((line) => {
      const by = readAlternatives(line).map((alternative) => excludedBy(alternative, site));
      const [first] = by;
      if (first === undefined || by.includes(undefined)) return [];
      return [finding(rule, 'excluded', `specificPages.${index}`, { facts: [line, first] })];
    }),
  );
}

function excludedBy(pattern: string, { exclusions, keepsFragments }: LintedSite): string | undefined {
  return listEntries(exclusions.pages).find((entry) => coversPages(entry, pattern, keepsFragments));
}

function lintExcludedAddresses(
  rule: LintedRule,
  addresses: readonly string[],
  { exclusions }: LintedSite,
): RuleFinding[] {
  return addresses.flatMap((text, index) =>
    listEntries([text]).flatMap((entry) => {
      const by = listEntries(exclusions.addresses).find((one) => coversAddresses(one, entry));
      return by === undefined ? [] : [finding(rule, 'excluded', `addresses.${index}`, { facts: [entry, by] })];
    }),
  );
}

/** Conditions that ask for what is excluded, or for an alert or a referring site that there is not. */
function lintReferences(
  rule: LintedRule,
  path: string,
  expression: Expression | null,
  site: LintedSite,
): RuleFinding[] {
  if (expression === null) return [];
  const group = 'all' in expression ? 'all' : 'any' in expression ? 'any' : null;
  // What must not be the case asks for nothing.
  if (group === null) return [];
  return termsOf(expression).flatMap((term, index) => {
    const at = `${path}.${group}.${index}`;
    return 'variable' in term ? lintReference(rule, at, term, site) : lintReferences(rule, at, term, site);
  });
}

function lintReference(
  rule: LintedRule,
  path: string,
  { variable, operator, value }: Condition,
  site: LintedSite,
): RuleFinding[] {
  if (operator !== 'equals' && operator !== 'isOneOf') return [];
  const values = [value ?? ''].flat().map(String);
  if (variable === 'place.country') {
    const excluded = new Set(listEntries(site.exclusions.countries).map(findCountry));
    const all = values.every((country) => excluded.has(findCountry(country) ?? country.toUpperCase()));
    return all ? [finding(rule, 'excluded', path, { facts: [values.join(', '), values.join(', ')] })] : [];
  }
  const names =
    variable === 'source.alert'
      ? site.alerts.map(({ name }) => name)
      : variable === 'source.referringSite'
        ? site.referringSites.map(({ name }) => name)
        : null;
  if (names === null) return [];
  const known = new Set(names.map(foldText));
  return values.some((name) => known.has(foldText(name)))
    ? []
    : [finding(rule, 'unknownName', path, { facts: values })];
}

/**
 * What is so on a visit's first hit, when alerts are judged. With a rule that waits for a host name the list may be judged up
 * to 2 s later, and on sites with excluded pages a visit may have gone on for a while before its first page.
 */
function givenAtEntry({ alerts, exclusions }: LintedSite): Literal[] {
  const waits = alerts.some(
    ({ addresses, conditions }) =>
      listEntries(addresses).some((entry) => !/^[\d.*/:a-f]+$/i.test(entry)) || usesHostName(conditions),
  );
  if (waits) return [];
  const atOnce = [
    asked({ variable: 'visit.pages', operator: '=', value: 1 }),
    asked({ variable: 'source.alert', operator: 'isNotSet' }),
    asked({ variable: 'source.paid', operator: 'isFalse' }),
  ];
  if (listEntries(exclusions.pages).length > 0) return atOnce;
  return [
    ...atOnce,
    asked({ variable: 'visit.minutes', operator: '<=', value: 0 }),
    asked({ variable: 'page.seconds', operator: '<=', value: 0 }),
    asked({ variable: 'visit.revenue', operator: '=', value: 0 }),
    asked({ variable: 'visit.invited', operator: 'isFalse' }),
    asked({ variable: 'page.scrollDepth', operator: 'isNotSet' }),
  ];
}

function usesHostName(expression: Expression | null): boolean {
  return JSON.stringify(expression ?? null).includes('"place.hostName"');
}

/** What holds without a condition that says it. */
function asked(condition: Condition): Literal {
  return { condition, wanted: true, path: '' };
}

/** Yesterday, as the number of days since 1970: nowhere on earth is it earlier than that. */
function fromDay({ now }: LintedSite): ExpressionScope['fromDay'] {
  return Math.floor(now / dayMs) - 1;
}

function ruleOf(kind: LintedRule['kind'], { id, name }: { readonly id: string; readonly name: string }): LintedRule {
  return { kind, id, name };
}
