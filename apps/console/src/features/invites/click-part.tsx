import { ActionIcon, Autocomplete, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { findUnknownNames } from '../conditions/find-strangers.ts';
import { departmentsQuery, skillsQuery } from '../departments/departments-api.ts';
import classes from './invite-designer.module.css';
import type { InviteFormHandle } from './invite-form-handle.ts';

/** What a click on it leads to: a chat, and what that chat asks for. */
export function ClickPart({ siteId, form }: { siteId: string; form: InviteFormHandle }) {
  const { t } = useTranslation('invites');
  const departments = useQuery(departmentsQuery(siteId));
  const skills = useQuery(skillsQuery(siteId));
  return (
    <div className={classes.part}>
      <p className={classes.hint}>{t('clickHint')}</p>
      <div className={classes.pair}>
        <WishField form={form} wish="department" documents={departments.data} />
        <WishField form={form} wish="skill" documents={skills.data} />
      </div>
      <div className={classes.group}>
        <h2 className={classes.groupTitle}>{t('field.survey')}</h2>
        <p className={classes.hint}>{t('field.surveyHint')}</p>
        {form.values.survey.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers have no other identity, and are not reordered
          <div key={index} className={classes.answer}>
            <TextInput
              aria-label={t('surveyName', { number: index + 1 })}
              placeholder={t('surveyNameExample')}
              maxLength={80}
              {...form.getInputProps(`survey.${index}.name`)}
            />
            <TextInput
              aria-label={t('surveyValue', { number: index + 1 })}
              placeholder={t('surveyValueExample')}
              maxLength={500}
              {...form.getInputProps(`survey.${index}.value`)}
            />
            <ActionIcon
              aria-label={t('surveyRemove', { number: index + 1 })}
              onClick={() => form.removeListItem('survey', index)}
            >
              <IconX size={15} />
            </ActionIcon>
          </div>
        ))}
        {form.errors['click.survey'] === undefined ? null : (
          <p className={classes.error} role="alert">
            {form.errors['click.survey']}
          </p>
        )}
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={13} />}
            onClick={() => form.insertListItem('survey', { name: '', value: '' })}
          >
            {t('surveyAdd')}
          </Button>
        </div>
      </div>
    </div>
  );
}

interface WishFieldProps {
  form: InviteFormHandle;
  wish: 'department' | 'skill';
  /** Those there are; undefined: not known yet. */
  documents: readonly { readonly name: string }[] | undefined;
}

/** A department or skill by name: one of those there are, or one that will be. */
function WishField({ form, wish, documents }: WishFieldProps) {
  const { t } = useTranslation('invites');
  const names = documents?.map(({ name }) => name);
  const isStranger = findUnknownNames([form.values[wish]], names).length > 0;
  return (
    <Autocomplete
      label={t(`field.${wish}`)}
      description={
        isStranger ? (
          <span className={classes.warning}>{t(`${wish}Gone`, { name: form.values[wish].trim() })}</span>
        ) : (
          t(`field.${wish}Hint`)
        )
      }
      data={names ?? []}
      limit={50}
      comboboxProps={{ keepMounted: false }}
      maxLength={80}
      {...form.getInputProps(wish)}
      error={form.errors[`click.${wish}`]}
    />
  );
}
