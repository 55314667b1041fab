import classes from './color-steps.module.css';
import { colorSteps, leastOfSteps } from './color-steps.ts';

/** What the steps of colour stand for. */
export function StepLegend({
  label,
  most,
  format,
}: {
  label: string;
  most: number;
  format: (value: number) => string;
}) {
  const least = leastOfSteps(most);
  // Where there is little to tell apart, several steps begin at the same value: only the last of them is ever drawn.
  const shown = least.map((from, index) => ({ from, to: (least[index + 1] ?? most + 1) - 1, step: index + 1 }));
  return (
    <ul className={classes.legend} aria-label={label}>
      {shown
        .filter(({ from, to, step }) => from <= to || step === colorSteps)
        .map(({ from, to, step }) => (
          <li key={step}>
            <span className={`${classes.step} ${classes.swatch}`} data-step={step} aria-hidden />
            {from >= to ? format(to) : `${format(from)} – ${format(to)}`}
          </li>
        ))}
    </ul>
  );
}
