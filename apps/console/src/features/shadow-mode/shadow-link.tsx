import type { RuleKind } from '@foyer/protocol/explanation';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

/** Leads from a rule in shadow to what it would have done. */
export function ShadowLink({ kind, rule }: { kind: RuleKind; rule: { readonly id: string; readonly name: string } }) {
  const { t } = useTranslation('shadowMode');
  return (
    <Link href={`/settings/shadow/${kind}/${rule.id}`} aria-label={`${t('link')}: ${rule.name}`}>
      {t('link')}
    </Link>
  );
}
