import { Link, useLocation } from 'wouter';
import classes from './page-tabs.module.css';

interface PageTabsProps {
  label: string;
  /** `isHere` where the address alone does not tell. `count`: how much waits there, and what it counts, in words. */
  tabs: { href: string; label: string; isHere?: boolean; count?: { shown: number; words: string } | undefined }[];
}

/** Sibling screens under one title. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  const [location] = useLocation();
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          className={classes.tab}
          aria-label={tab.count === undefined ? undefined : `${tab.label}, ${tab.count.words}`}
          aria-current={(tab.isHere ?? isWithin(location, tab.href)) ? 'page' : undefined}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className={classes.count}>{tab.count.shown}</span>}
        </Link>
      ))}
    </nav>
  );
}

function isWithin(location: string, href: string): boolean {
  return location === href || location.startsWith(`${href}/`);
}
