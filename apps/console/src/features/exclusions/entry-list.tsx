import { countryCodes } from '@foyer/rules/country-codes';
import { ActionIcon, Autocomplete, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Country } from '../../ui/country.tsx';
import { countryName } from '../../ui/country-name.ts';
import { formatCount } from '../../ui/format-count.ts';
import { Section } from '../../ui/section.tsx';
import { addEntries, type ExclusionList } from './exclusion-lists.ts';
import classes from './exclusions-form.module.css';

/** What one entry would have left out. `pageViews`: of pages. */
interface EntryCounts {
  readonly entry: string;
  readonly visits: number;
  readonly pageViews?: number;
}

interface EntryListProps {
  list: ExclusionList;
  entries: readonly string[];
  /** Those that are stored. */
  saved: readonly string[];
  /** What is typed and not added yet. */
  draft: string;
  fault: string | undefined;
  /** Undefined until they are known; they may be of fewer entries. */
  counts: readonly EntryCounts[] | undefined;
  isCounting: boolean;
  onChange: (entries: string[]) => void;
  onDraft: (text: string) => void;
  onFault: (fault: string | undefined) => void;
}

const countries = [...countryCodes].map(countryName).sort((a, b) => a.localeCompare(b, 'en'));
const shownCountries = 8;

/** One list: its entries with what each would have left out, and a field to add some. */
export function EntryList(props: EntryListProps) {
  const { list, entries, saved, draft, fault, counts, isCounting, onChange, onDraft, onFault } = props;
  const { t } = useTranslation('exclusions');
  const faultId = useId();
  const add = (typed: string) => {
    const added = addEntries(list, entries, typed);
    onChange(added.entries);
    onDraft(added.rest);
    onFault(added.fault ?? undefined);
  };
  const nearest = fault === undefined ? null : addEntries(list, entries, draft).nearest;
  const field = {
    'aria-label': t(`list.${list}.add`),
    placeholder: t(`list.${list}.placeholder`),
    description: t('addHint'),
    inputWrapperOrder: ['input', 'error', 'description'] as ('input' | 'error' | 'description')[],
    spellCheck: false,
    autoComplete: 'off',
    value: draft,
    error: fault,
    errorProps: { id: faultId },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault(); // of the form, which would save
    if (!event.defaultPrevented || draft.trim() !== '') add(draft);
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text');
    if (!/[\r\n]/.test(text.trim())) return; // a field of one line would lose the breaks
    event.preventDefault();
    add(`${draft}\n${text}`);
  };
  return (
    <Section title={t(`list.${list}.title`)} about={t(`list.${list}.hint`)}>
      {entries.length === 0 ? (
        <p className={classes.empty}>{t(`list.${list}.empty`)}</p>
      ) : (
        <ul className={classes.entries} aria-label={t('ofList', { list: t(`list.${list}.title`) })}>
          {entries.map((entry) => (
            <li key={entry} className={classes.entry}>
              <div className={classes.words}>
                {' '}
                <span className={classes.text}>{list === 'countries' ? <Country code={entry} withName /> : entry}</span>
                {saved.includes(entry) ? null : <span className={classes.fresh}>{t('fresh')}</span>}
                <span className={classes.count}>
                  <Count counts={counts?.find((one) => one.entry === entry)} isCounting={isCounting} />
                </span>
              </div>{' '}
              <ActionIcon
                aria-label={t('remove', { entry: list === 'countries' ? countryName(entry) : entry })}
                onClick={() => onChange(entries.filter((one) => one !== entry))}
              >
                <IconX size={15} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.add}>
        {list === 'countries' ? (
          <Autocomplete
            {...field}
            data={countries}
            limit={shownCountries}
            onChange={onDraft}
            onOptionSubmit={add}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
        ) : (
          <TextInput
            {...field}
            onChange={(event) => onDraft(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
        )}
        <Button variant="default" size="sm" disabled={draft.trim() === ''} onClick={() => add(draft)}>
          {t('add')}
        </Button>
      </div>
      {nearest === null ? null : (
        <Button variant="light" mb="xs" onClick={() => add(nearest)}>
          {t('use', { name: nearest })}
        </Button>
      )}
    </Section>
  );
}

function Count({ counts, isCounting }: { counts: EntryCounts | undefined; isCounting: boolean }) {
  const { t } = useTranslation('exclusions');
  if (counts === undefined) return isCounting ? t('counting') : null;
  const visits = t('visits', { count: counts.visits, formatted: formatCount(counts.visits) });
  if (counts.pageViews === undefined) return visits;
  const pageViews = t('pageViews', { count: counts.pageViews, formatted: formatCount(counts.pageViews) });
  return counts.pageViews === 0 ? pageViews : t('pagesAndVisits', { pageViews, visits });
}
