import type { Change } from '@foyer/protocol/change';
import { useTranslation } from 'react-i18next';

/** `Ann changed alert “AdWords”`. */
export function ChangeWords({ change }: { change: Change }) {
  const { t } = useTranslation('changes');
  const kind = t(`kind.${change.kind}`);
  const hasName = change.name !== kind && !change.kind.endsWith('Order');
  const what = hasName ? t('what', { kind, name: change.name }) : kind;
  const act = change.act === 'created' ? 'made' : change.act;
  return <span>{t(act, { who: change.operatorName, what })}</span>;
}
