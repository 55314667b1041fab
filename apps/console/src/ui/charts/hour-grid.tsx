import { classNames } from '../class-names.ts';
import stepClasses from './color-steps.module.css';
import { stepOf } from './color-steps.ts';
import classes from './hour-grid.module.css';

interface HourGridProps {
  label: string;
  /** From Monday. */
  weekdays: readonly string[];
  /** What the weekdays' column is called. */
  weekdayTitle: string;
  /** Of a weekday (1 = Monday) and an hour. */
  valueAt: (weekday: number, hour: number) => number;
  format: (value: number) => string;
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** Seven days by twenty-four hours, darker where there is more. It is a table, so that it can be read as one. */
export function HourGrid({ label, weekdays, weekdayTitle, valueAt, format }: HourGridProps) {
  const most = Math.max(0, ...weekdays.flatMap((_, day) => hours.map((hour) => valueAt(day + 1, hour))));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <table className={classes.grid} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{weekdayTitle}</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((weekday, day) => (
            <tr key={weekday}>
              <th scope="row">{weekday}</th>
              {hours.map((hour) => {
                const value = valueAt(day + 1, hour);
                return (
                  <td
                    key={hour}
                    className={classNames(stepClasses.step, classes.cell)}
                    data-step={stepOf(value, most)}
                    title={`${weekday} ${hour}:00 – ${hour}:59`}
                  >
                    {format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
