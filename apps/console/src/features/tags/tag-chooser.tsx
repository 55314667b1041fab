import type { Tag } from '@foyer/protocol/tag';
import { Button, Combobox, useCombobox } from '@mantine/core';
import { IconTagPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TagMark } from './tag-mark.tsx';

interface TagChooserProps {
  tags: readonly Tag[];
  mayMake: boolean;
  isBusy: boolean;
  onChoose: (tag: Tag) => void;
  onMake: (name: string) => void;
}

const make = 'make';

/** A button that opens the list of tags to put on, with a search; a name that there is not can be made, where one may. */
export function TagChooser({ tags, mayMake, isBusy, onChoose, onMake }: TagChooserProps) {
  const { t } = useTranslation('tags');
  const [words, setWords] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setWords('');
    },
  });
  const wanted = words.trim();
  const fold = (text: string) => text.normalize('NFC').toLowerCase();
  const found = tags.filter(({ name }) => fold(name).includes(fold(wanted)));
  const canMake = mayMake && wanted !== '' && !tags.some(({ name }) => fold(name) === fold(wanted));
  const submit = (value: string) => {
    combobox.closeDropdown();
    const tag = tags.find(({ id }) => id === value);
    if (tag !== undefined) onChoose(tag);
    else if (value === make) onMake(wanted);
  };
  return (
    <Combobox store={combobox} width={260} position="bottom-start" onOptionSubmit={submit}>
      <Combobox.Target withAriaAttributes={false}>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconTagPlus size={14} aria-hidden />}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          disabled={isBusy}
          onClick={() => combobox.toggleDropdown()}
        >
          {t('addToChat')}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t('search')}
          placeholder={t('search')}
          maxLength={40}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
        />
        <Combobox.Options aria-label={t('addToChat')} mah="16rem" style={{ overflowY: 'auto' }}>
          {found.map((tag) => (
            <Combobox.Option key={tag.id} value={tag.id} title={tag.description}>
              <TagMark name={tag.name} color={tag.color} />
            </Combobox.Option>
          ))}
          {canMake ? <Combobox.Option value={make}>{t('create', { name: wanted })}</Combobox.Option> : null}
          {found.length === 0 && !canMake ? (
            <Combobox.Empty>{wanted === '' ? t('noTags') : t('nothingFound')}</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
