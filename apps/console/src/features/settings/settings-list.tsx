import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { findSettings } from './find-settings.ts';
import { type SectionId, sectionGroups, sections } from './sections.ts';
import classes from './settings-list.module.css';

/** All sections in their groups, and a search over what is in them. */
export function SettingsList() {
  const { t } = useTranslation('settings');
  const [words, setWords] = useState('');
  const [location, navigate] = useLocation();
  const nameOf = ({ id }: { id: SectionId }) => t(`section.${id}`);
  const found = findSettings(words, nameOf);
  const isSearching = words.trim() !== '';
  return (
    <>
      <search className={classes.search}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (found[0] !== undefined) navigate(found[0].section.href);
          }}
        >
          <TextInput
            aria-label={t('search')}
            placeholder={t('search')}
            type="search"
            size="xs"
            leftSection={<IconSearch size={14} aria-hidden />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setWords('');
            }}
          />
        </form>
        <p className="visually-hidden" role="status">
          {isSearching ? t('found', { count: found.length }) : ''}
        </p>
      </search>
      {isSearching ? (
        <ul className={classes.found}>
          {found.length === 0 ? <li className={classes.none}>{t('nothingFound', { words })}</li> : null}
          {found.map(({ section, label }) => (
            <li key={`${section.id} ${label}`}>
              <Link href={section.href} className={classes.place} onClick={() => setWords('')}>
                <section.icon size={16} stroke={1.7} aria-hidden />
                <span>
                  {nameOf(section)}
                  {label === null ? null : <span className={classes.label}>{label}</span>}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        sectionGroups.map((group) => (
          <section key={group} aria-labelledby={`settings-${group}`}>
            <h2 id={`settings-${group}`} className={classes.group}>
              {t(`group.${group}`)}
            </h2>
            <ul>
              {sections
                .filter((section) => section.group === group)
                .map((section) => (
                  <li key={section.id}>
                    <Link
                      href={section.href}
                      className={classes.place}
                      aria-current={isWithin(location, section.href) ? 'page' : undefined}
                      {...(isWithin(location, section.href) ? { ref: showInList } : {})}
                    >
                      <section.icon size={16} stroke={1.7} aria-hidden />
                      {nameOf(section)}
                    </Link>
                  </li>
                ))}
            </ul>
          </section>
        ))
      )}
    </>
  );
}

/** Low windows cut the list: the section that is open must not be what they cut. */
function showInList(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: 'nearest' });
}

function isWithin(location: string, href: string): boolean {
  return location === href || location.startsWith(`${href}/`);
}
