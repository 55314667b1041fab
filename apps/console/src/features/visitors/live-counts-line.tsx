import type { LiveCounts } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import classes from './live-counts-line.module.css';

/** `12 connected · 3 idle · 2 chatting`. Not announced at each change, since it changes all the time. */
export function LiveCountsLine({ counts }: { counts: LiveCounts | null }) {
  const { t } = useTranslation('visitors');
  const parts = (['connected', 'idle', 'chatting', 'pending'] as const).filter(
    (part) => part !== 'pending' || (counts?.pending ?? 0) > 0,
  );
  return (
    <p className={classes.line}>
      {counts === null ? ' ' : parts.map((part) => t(`counts.${part}`, { count: counts[part] })).join(' · ')}
    </p>
  );
}
