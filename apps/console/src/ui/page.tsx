import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** Beside the title, quieter. */
  about?: ReactNode;
  /** Before the title: the way back. */
  back?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** `full`: the children manage their own scrolling and margins; `reading`: a column; `wide`: room for a form and what it shows. */
  width?: 'full' | 'reading' | 'wide';
}

/** A screen: one bar with its title and actions, and what it shows below. */
export function Page({ title, about, back, actions, children, width = 'full' }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        {back}
        <h1 className={classes.title}>{title}</h1>
        <div className={classes.about}>{about}</div>
        <div className={classes.actions}>{actions}</div>
      </header>
      {width === 'full' ? (
        <div className={classes.full}>{children}</div>
      ) : (
        <div className={classes.scroll} tabIndex={-1}>
          <div className={width === 'wide' ? classes.wide : classes.reading}>{children}</div>
        </div>
      )}
    </div>
  );
}
