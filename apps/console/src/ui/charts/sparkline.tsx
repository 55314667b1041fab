import classes from './sparkline.module.css';

interface SparklineProps {
  values: readonly number[];
  /** In words what it shows: screen readers get nothing else of it. */
  label: string;
}

const width = 120;
const height = 28;

/** A small line without axes, beside the figure that it leads up to. */
export function Sparkline({ values, label }: SparklineProps) {
  const most = Math.max(...values, 1);
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  const points = values.map((value, index) => [2 + index * step, height - 3 - (value / most) * (height - 6)] as const);
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const last = points.at(-1);
  return (
    <svg className={classes.line} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <polyline points={line} />
      {last === undefined ? null : <circle cx={last[0]} cy={last[1]} r={2} />}
    </svg>
  );
}
