import type { DraftRule, RuleFinding } from '@foyer/protocol/rule-finding';
import { type LintedSite, lintSite } from '@foyer/rules/lint-site';
import { newId } from '../../http/new-id.ts';

/** Findings of a site with a draft put in its place, as if it were saved: those of the draft alone. */
export function findDraftFindings(site: LintedSite, draft: DraftRule): RuleFinding[] {
  if (draft.kind === 'exclusions') {
    const found = lintSite({ ...site, exclusions: draft.document });
    // What it excludes of the rules is told beside it, too: here is where it comes from.
    return found.filter(({ kind, code }) => kind === 'exclusions' || code === 'excluded');
  }
  const id = draft.id ?? newId();
  const found = lintSite(withDraft(site, draft, id));
  return found.filter(({ kind, ruleId }) => kind === draft.kind && ruleId === id);
}

function withDraft(site: LintedSite, draft: Exclude<DraftRule, { kind: 'exclusions' }>, id: string): LintedSite {
  const meta = { id, version: 1 };
  switch (draft.kind) {
    case 'alert': {
      const stored = site.alerts.find((one) => one.id === id);
      const alert = { ...draft.document, ...meta, builtIn: stored?.builtIn ?? false };
      // A new one comes before *All visitors*.
      const alerts =
        stored === undefined
          ? [...site.alerts.filter(({ builtIn }) => !builtIn), alert, ...site.alerts.filter(({ builtIn }) => builtIn)]
          : site.alerts.map((one) => (one.id === id ? alert : one));
      return { ...site, alerts };
    }
    case 'prospectRule':
      return { ...site, prospectRules: put(site.prospectRules, { ...draft.document, ...meta }) };
    case 'invite':
      return { ...site, invites: put(site.invites, { ...draft.document, ...meta }) };
  }
}

/** In the place of the one with its id, or after all others. */
function put<T extends { readonly id: string }>(list: readonly T[], one: T): readonly T[] {
  return list.some(({ id }) => id === one.id) ? list.map((each) => (each.id === one.id ? one : each)) : [...list, one];
}
