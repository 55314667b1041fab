import { type Expression, type Term, termsOf, type VariableName } from '@foyer/protocol/condition';
import { ActionIcon, Button, Drawer, Tooltip } from '@mantine/core';
import { IconFilter, IconFilterOff, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { completeExpression } from '../conditions/complete-expression.ts';
import { ConditionBuilder } from '../conditions/condition-builder.tsx';
import { toDraft } from '../conditions/condition-draft.ts';
import { describeExpression } from '../conditions/describe-expression.ts';
import { siteQuery } from '../sites/sites-api.ts';
import classes from './filter-bar.module.css';
import { isKept } from './kept-variables.ts';

interface FilterBarProps {
  siteId: string;
  value: Expression | null;
  onChange: (filter: Expression | null) => void;
  /** Which variables the list can be asked for; left out: those that are kept of visits. */
  offers?: (variable: VariableName) => boolean;
}

/** What a list is filtered by, in words; each part can be taken out, and the whole is edited in a drawer. */
export function FilterBar({ siteId, value, onChange, offers = isKept }: FilterBarProps) {
  const { t } = useTranslation('lists');
  const { t: tWords } = useTranslation('explanations');
  const site = useQuery(siteQuery(siteId));
  const [isOpen, setIsOpen] = useState(false);
  const currency = site.data?.currency ?? 'EUR';
  const parts = value === null ? [] : partsOf(value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is one control of a bar
    <div className={classes.bar} role="group" aria-label={t('filter.label')}>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconFilter size={14} aria-hidden />}
        onClick={() => setIsOpen(true)}
      >
        {value === null ? t('filter.add') : t('filter.change')}
      </Button>
      {parts.map((part, index) => {
        const words = describeExpression({ all: [part] }, tWords, currency);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name but their place
          <span key={index} className={classes.chip} title={words}>
            <span className={classes.words}>{words}</span>
            <ActionIcon
              size="xs"
              variant="subtle"
              aria-label={t('filter.remove', { words })}
              onClick={() => onChange(without(parts, index))}
            >
              <IconX size={12} />
            </ActionIcon>
          </span>
        );
      })}
      {parts.length > 1 ? (
        <Tooltip label={t('filter.clear')}>
          <ActionIcon aria-label={t('filter.clear')} onClick={() => onChange(null)}>
            <IconFilterOff size={16} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <Drawer
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        position="right"
        size="xl"
        title={t('filter.edit')}
        closeButtonProps={{ 'aria-label': t('filter.cancel') }}
      >
        <FilterEditor
          siteId={siteId}
          value={value}
          offers={offers}
          onApply={(filter) => {
            setIsOpen(false);
            onChange(filter);
          }}
          onCancel={() => setIsOpen(false)}
        />
      </Drawer>
    </div>
  );
}

interface FilterEditorProps {
  siteId: string;
  value: Expression | null;
  offers: (variable: VariableName) => boolean;
  onApply: (filter: Expression | null) => void;
  onCancel: () => void;
}

function FilterEditor({ siteId, value, offers, onApply, onCancel }: FilterEditorProps) {
  const { t } = useTranslation('lists');
  const [draft, setDraft] = useState(value);
  const isPartial = draft !== null && completeExpression(toDraft(draft)).isPartial;
  return (
    <div className={classes.editor}>
      <p className={classes.about}>{t('filter.about')}</p>
      <ConditionBuilder siteId={siteId} value={draft} onChange={setDraft} visitId={null} offers={offers} />
      <p role="status" className={classes.about}>
        {isPartial ? t('filter.partial') : ''}
      </p>
      <div className={classes.acts}>
        <Button disabled={isPartial} onClick={() => onApply(draft)}>
          {t('filter.apply')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('filter.cancel')}
        </Button>
      </div>
    </div>
  );
}

/** Parts that each can be taken out alone: all of an outermost *all*, else the whole. */
function partsOf(expression: Expression): Term[] {
  return 'all' in expression ? termsOf(expression) : [expression];
}

function without(parts: readonly Term[], index: number): Expression | null {
  const left = parts.toSpliced(index, 1);
  return left.length === 0 ? null : { all: left };
}
