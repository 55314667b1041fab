import { type ReactNode, useId } from 'react';
import classes from './dashboard-page.module.css';

interface PartProps {
  title: string;
  /** Beside the title, quieter. */
  about?: ReactNode;
  /** Leads on, at the end of the line. */
  more?: ReactNode;
  children: ReactNode;
}

/** A titled card of the dashboard. */
export function Part({ title, about, more, children }: PartProps) {
  const id = useId();
  return (
    <section className={classes.part} aria-labelledby={id}>
      <header className={classes.partHead}>
        <h2 id={id}>{title}</h2>
        <span className={classes.partAbout}>{about}</span>
        {more}
      </header>
      {children}
    </section>
  );
}
