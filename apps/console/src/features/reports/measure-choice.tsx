import { type ReportDefinition, type ReportId, reportDefinitions } from '@foyer/protocol/report';
import { Chip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { maxLines } from './report-address.ts';
import classes from './report-page.module.css';

interface MeasureChoiceProps {
  id: ReportId;
  chosen: readonly string[];
  onChange: (measures: string[]) => void;
}

/** Which columns the picture shows: one, or up to three lines of at most two kinds of figures. */
export function MeasureChoice({ id, chosen, onChange }: MeasureChoiceProps) {
  const { t } = useTranslation('reports');
  const { columns, chart }: ReportDefinition = reportDefinitions[id];
  if (columns.length === 1) return null;
  const isMany = chart === 'lines';
  const units = new Set(columns.filter((column) => chosen.includes(column.id)).map(({ unit }) => unit));
  const chips = columns.map((column) => {
    const isChosen = chosen.includes(column.id);
    const isFull = isMany && (chosen.length >= maxLines || (units.size >= 2 && !units.has(column.unit)));
    return (
      <Chip key={column.id} value={column.id} size="xs" variant="outline" disabled={!isChosen && isFull}>
        {column.title}
      </Chip>
    );
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these choose what a picture shows
    <div className={classes.measures} role="group" aria-label={t('measures')}>
      {isMany ? (
        <Chip.Group multiple value={[...chosen]} onChange={(measures) => measures.length > 0 && onChange(measures)}>
          {chips}
        </Chip.Group>
      ) : (
        <Chip.Group value={chosen[0] ?? ''} onChange={(measure) => onChange([measure])}>
          {chips}
        </Chip.Group>
      )}
    </div>
  );
}
