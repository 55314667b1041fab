import { type ReportId, reportDefinitions, reportGroups, reportIds } from '@foyer/protocol/report';
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import classes from './report-list.module.css';

interface ReportListProps {
  chosen: ReportId;
  hrefOf: (id: ReportId) => string;
}

/** All reports in their groups, and a search over their names and what they tell. */
export function ReportList({ chosen, hrefOf }: ReportListProps) {
  const { t } = useTranslation('reports');
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const found = reportIds.filter((id) => {
    const { title, about } = reportDefinitions[id];
    return `${title} ${about}`.toLowerCase().includes(wanted);
  });
  return (
    <nav className={classes.list} aria-label={t('list')}>
      <TextInput
        type="search"
        size="xs"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <p className="visually-hidden" role="status">
        {wanted === '' ? '' : t('found', { count: found.length })}
      </p>
      {found.length === 0 ? <p className={classes.none}>{t('nothingFound', { words })}</p> : null}
      {reportGroups.map((group) => {
        const inGroup = found.filter((id) => reportDefinitions[id].group === group);
        return inGroup.length === 0 ? null : (
          <section key={group} aria-labelledby={`reports-${group}`}>
            <h2 id={`reports-${group}`} className={classes.group}>
              {t(`group.${group}`)}
            </h2>
            <ul>
              {inGroup.map((id) => (
                <li key={id}>
                  <Link
                    href={hrefOf(id)}
                    className={classes.report}
                    aria-current={id === chosen ? 'page' : undefined}
                    data-list-item
                  >
                    {reportDefinitions[id].title}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}
