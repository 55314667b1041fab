import { type ReactNode, useId } from 'react';
import classes from './section.module.css';

/** A titled part of a page or panel. */
export function Section({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      {about === undefined ? null : <p className={classes.about}>{about}</p>}
      <div className={classes.body}>{children}</div>
    </section>
  );
}
