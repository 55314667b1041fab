import type { ReactNode } from 'react';
import classes from './empty.module.css';

interface EmptyProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** It is all there is on the page, so its title is the page's heading. */
  isPage?: boolean;
}

/** Nothing here: says why, and offers the next step. */
export function Empty({ icon, title, children, actions, isPage = false }: EmptyProps) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className={classes.empty}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <Heading className={classes.title}>{title}</Heading>
      {children === undefined ? null : <div className={classes.text}>{children}</div>}
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
