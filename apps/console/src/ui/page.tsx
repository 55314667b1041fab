import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** Beside the title, quieter. */
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** `full`: the children manage their own scrolling and margins. */
  width?: 'full' | 'reading';
}

/** A screen: one bar with its title and actions, and what it shows below. */
export function Page({ title, about, actions, children, width = 'full' }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <h1 className={classes.title}>{title}</h1>
        <div className={classes.about}>{about}</div>
        <div className={classes.actions}>{actions}</div>
      </header>
      {width === 'full' ? (
        <div className={classes.full}>{children}</div>
      ) : (
        <div className={classes.scroll} tabIndex={-1}>
          <div className={classes.reading}>{children}</div>
        </div>
      )}
    </div>
  );
}
