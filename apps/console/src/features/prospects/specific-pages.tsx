import { checkPageLine, compilePageLines, findPageOfLine } from '@foyer/rules/specific-pages';
import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import type { useForm } from '@mantine/form';
import { IconCheck, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { siteQuery } from '../sites/sites-api.ts';
import type { ProspectValues } from './prospect-values.ts';
import classes from './specific-pages.module.css';

interface SpecificPagesProps {
  siteId: string;
  form: ReturnType<typeof useForm<ProspectValues>>;
}

/** The lines of specific pages (S-036, S-041, S-042), and a tester that says which of them an address meets. */
export function SpecificPages({ siteId, form }: SpecificPagesProps) {
  const { t } = useTranslation('prospects');
  const labelId = useId();
  const [address, setAddress] = useState('');
  const lines = form.values.specificPages;
  const addLine = () => form.insertListItem('specificPages', '');
  return (
    <fieldset aria-labelledby={labelId}>
      <Input.Label id={labelId} component="span">
        {t('field.specificPages')}
      </Input.Label>
      <Input.Description>{t('field.specificPagesHint')}</Input.Description>
      <ul className={classes.lines}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and keep their order
          <li key={index} className={classes.line}>
            <span className={classes.joiner} aria-hidden>
              {index === 0 ? '' : t('and')}
            </span>
            <TextInput
              size="xs"
              className={classes.input ?? ''}
              aria-label={t('line', { number: index + 1 })}
              placeholder={t('lineExample')}
              maxLength={2000}
              spellCheck={false}
              data-autofocus={line === '' ? true : undefined}
              {...form.getInputProps(`specificPages.${index}`)}
              rightSection={<LineVerdict siteId={siteId} line={line} address={address} />}
            />
            <ActionIcon
              aria-label={t('removeLine', { number: index + 1 })}
              onClick={() => form.removeListItem('specificPages', index)}
            >
              <IconX size={15} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {form.errors.specificPages === undefined ? null : <Input.Error mt={4}>{form.errors.specificPages}</Input.Error>}
      <Button
        mt="xs"
        variant="default"
        size="compact-xs"
        leftSection={<IconPlus size={12} />}
        disabled={lines.length >= 200}
        onClick={addLine}
      >
        {t('addLine')}
      </Button>
      {lines.length === 0 ? null : (
        <TextInput
          mt="sm"
          size="xs"
          className={classes.tester ?? ''}
          label={t('tester.label')}
          description={t('tester.hint')}
          placeholder="https://example.com/sales.htm?source=mail"
          spellCheck={false}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
      )}
    </fieldset>
  );
}

interface LineVerdictProps {
  siteId: string;
  line: string;
  address: string;
}

/** Whether a page at this address meets a line; by the code that judges visitors. */
function LineVerdict({ siteId, line, address }: LineVerdictProps) {
  const { t } = useTranslation('prospects');
  const site = useQuery(siteQuery(siteId));
  if (address.trim() === '' || line.trim() === '' || checkPageLine(line) !== null) return null;
  const compiled = compilePageLines([line], site.data?.keepsFragments ?? false);
  const isMet = compiled.every((one) => findPageOfLine(one, [address.trim()]) !== null);
  const word = isMet ? t('tester.matches') : t('tester.differs');
  return (
    <span role="img" aria-label={word} title={word} className={classes.verdict} data-met={isMet}>
      {isMet ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
    </span>
  );
}
