import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './invite-designer.module.css';
import type { InviteFormHandle } from './invite-form-handle.ts';

/** What a click on it leads to: a chat, and what that chat asks for. */
export function ClickPart({ form }: { form: InviteFormHandle }) {
  const { t } = useTranslation('invites');
  return (
    <div className={classes.part}>
      <p className={classes.hint}>{t('clickHint')}</p>
      <div className={classes.pair}>
        <TextInput
          label={t('field.department')}
          description={t('field.departmentHint')}
          maxLength={80}
          {...form.getInputProps('department')}
          error={form.errors['click.department']}
        />
        <TextInput
          label={t('field.skill')}
          description={t('field.skillHint')}
          maxLength={80}
          {...form.getInputProps('skill')}
          error={form.errors['click.skill']}
        />
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
