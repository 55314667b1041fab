import type { ReactNode } from 'react';
import classes from './banner.module.css';
import { classNames } from './class-names.ts';

interface BannerProps {
  icon: ReactNode;
  title: string;
  text: string;
  action?: ReactNode;
  tone?: 'calm' | 'warning';
  children?: ReactNode;
}

/** A line above the screen that says what concerns all of it. */
export function Banner({ icon, title, text, action, tone = 'calm', children }: BannerProps) {
  return (
    <div className={classNames(classes.banner, tone === 'warning' && classes.warning)} role="status">
      {icon}
      <p className={classes.words}>
        <strong>{title}</strong> <span className={classes.text}>{text}</span>
      </p>
      {action}
      {children}
    </div>
  );
}
