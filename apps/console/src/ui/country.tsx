import classes from './country.module.css';

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** English name of an ISO 3166-1 code; the code itself when it is none. */
export function countryName(code: string): string {
  try {
    return names.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

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
