import { type OutboxCounts, outboxKinds, outboxStates } from '@foyer/protocol/outbox';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OutboxFilter } from './outbox-api.ts';
import classes from './outbox-filter.module.css';

interface OutboxFiltersProps {
  counts: OutboxCounts;
  filter: OutboxFilter;
  onChange: (filter: OutboxFilter) => void;
}

/** Counts of the outbox, each of which narrows the list to its state; and the kind. */
export function OutboxFilters({ counts, filter, onChange }: OutboxFiltersProps) {
  const { t } = useTranslation('outbox');
  const total = outboxStates.reduce((sum, state) => sum + counts[state], 0);
  return (
    <div className={classes.filters}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent with a form */}
      <div role="group" aria-label={t('filterLabel')} className={classes.states}>
        {([null, ...outboxStates] as const).map((state) => (
          <button
            key={state ?? 'all'}
            type="button"
            className={classes.state}
            aria-pressed={filter.state === state}
            onClick={() => onChange({ ...filter, state })}
          >
            {state === null ? t('all') : t(`state.${state}`)}{' '}
            <span className={classes.count}>{state === null ? total : counts[state]}</span>
          </button>
        ))}
      </div>
      <Select
        aria-label={t('kindFilter')}
        placeholder={t('allKinds')}
        size="xs"
        w={130}
        clearable
        data={outboxKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        value={filter.kind}
        onChange={(kind) => onChange({ ...filter, kind: outboxKinds.find((one) => one === kind) ?? null })}
      />
    </div>
  );
}
