import type { RuleFinding } from '@foyer/protocol/rule-finding';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { describeExpression } from '../conditions/describe-expression.ts';
import { siteQuery } from '../sites/sites-api.ts';
import { termAt } from './term-at.ts';

/** Says findings of a site in words. `document`: the rule that a finding is of, as it was looked at. */
export function useFindingWords(siteId: string): (finding: RuleFinding, document: unknown) => string {
  const { t } = useTranslation('ruleFindings');
  const { t: tWords } = useTranslation('explanations');
  const site = useQuery(siteQuery(siteId));
  const currency = site.data?.currency ?? 'EUR';
  return ({ code, kind, path, relatedPath, facts }, document) => {
    const describe = (at: string | null) => {
      const term = termAt(document, at);
      return term === null ? '' : describeExpression(term, tWords, currency);
    };
    const [first = '', second = ''] = facts;
    const words = { what: describe(path), other: describe(relatedPath), first, second };
    if (code === 'outsideRule') return t(`words.${kind === 'alert' ? 'outsideAlert' : 'outsideRule'}`, words);
    return t(`words.${code}`, words);
  };
}
