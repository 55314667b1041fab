import { Link, useLocation } from 'wouter';
import classes from './page-tabs.module.css';

interface PageTabsProps {
  label: string;
  /** `isHere` where the address alone does not tell. */
  tabs: { href: string; label: string; isHere?: boolean }[];
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
          aria-current={(tab.isHere ?? isWithin(location, tab.href)) ? 'page' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}

function isWithin(location: string, href: string): boolean {
  return location === href || location.startsWith(`${href}/`);
}
