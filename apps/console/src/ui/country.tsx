import classes from './country.module.css';
import { countryName } from './country-name.ts';

/** A country as a small code plate, with its name beside it or in a tooltip. Flags are no plates: several systems can't draw them. */
export function Country({ code, withName = false }: { code: string; withName?: boolean }) {
  const name = countryName(code);
  return (
    <span className={classes.country} title={withName ? undefined : name}>
      <span className={classes.plate} aria-hidden>
        {code.toUpperCase()}
      </span>
      <span className={withName ? classes.name : 'visually-hidden'}>{name}</span>
    </span>
  );
}
