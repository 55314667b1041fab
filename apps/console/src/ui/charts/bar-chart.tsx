import type { CSSProperties } from 'react';
import classes from './bar-chart.module.css';

/** One bar, with what it stands for in words. */
export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** Of the time compared with; drawn as a thin line of its own. */
  readonly before: number | null;
  /** The figures in words: `120`, `£3.20`. */
  readonly words: string;
  readonly beforeWords: string | null;
}

interface BarChartProps {
  label: string;
  bars: readonly Bar[];
}

/** Horizontal bars, the longest for the greatest value. Each says its figure, so that it is its own text alternative. */
export function BarChart({ label, bars }: BarChartProps) {
  const most = Math.max(...bars.flatMap(({ value, before }) => [value, before ?? 0]), 0);
  const share = (value: number): CSSProperties => ({ width: `${most > 0 ? Math.max(0, (100 * value) / most) : 0}%` });
  return (
    <ul className={classes.bars} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key} className={classes.row}>
          <span className={classes.label} title={bar.label}>
            {bar.label}
          </span>
          <span className={classes.track} aria-hidden>
            <span className={classes.bar} style={share(bar.value)} />
            {bar.before === null ? null : <span className={classes.before} style={share(bar.before)} />}
          </span>
          <span className={classes.words}>
            {bar.words}
            {bar.beforeWords === null ? null : <span className={classes.beforeWords}> {bar.beforeWords}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
