import type { ReactNode } from 'react';
import classes from './tag-mark.module.css';

interface TagMarkProps {
  name: string;
  color: string | null;
  value?: string | null;
  title?: string | undefined;
  /** Further controls, inside it. */
  children?: ReactNode;
}

/** A tag as it looks on a chat: told by its word, its colour is a dot beside it. */
export function TagMark({ name, color, value = null, title, children }: TagMarkProps) {
  return (
    <span className={classes.tag} title={title}>
      <span className={classes.dot} style={color === null ? {} : { background: color }} aria-hidden />
      <span className={classes.name}>
        {name}
        {value === null ? '' : <span className={classes.value}>: {value}</span>}
      </span>
      {children}
    </span>
  );
}
