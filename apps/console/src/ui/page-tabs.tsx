import { Link, useLocation } from 'wouter';
import classes from './page-tabs.module.css';

interface PageTabsProps {
  label: string;
  tabs: { href: string; label: string }[];
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
          aria-current={location === tab.href || location.startsWith(`${tab.href}/`) ? 'page' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
