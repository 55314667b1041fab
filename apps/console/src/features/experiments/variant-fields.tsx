import type { Invite } from '@foyer/protocol/invite';
import { ActionIcon, Button, Input, NumberInput, Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { newClientId } from '../../api/new-client-id.ts';
import classes from './experiment-page.module.css';
import type { ExperimentValues } from './experiment-values.ts';

interface VariantFieldsProps {
  form: UseFormReturnType<ExperimentValues>;
  invites: readonly Invite[];
  /** Looks that can be tried beside the invite's own. */
  most: number;
}

/** The looks that are tried, each with its share. */
export function VariantFields({ form, invites, most }: VariantFieldsProps) {
  const { t } = useTranslation('experiments');
  const { variants, inviteId } = form.values;
  const nameOf = (id: string | null) => invites.find((invite) => invite.id === id)?.name ?? '';
  const choices = invites.filter(({ id }) => id !== inviteId).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={classes.variants}>
      {variants.length === 0 ? <p className={classes.note}>{t('noLooks')}</p> : null}
      {variants.map(({ key, inviteId: look }, index) => (
        <div key={key} className={classes.variant}>
          <Select
            className={classes.look ?? ''}
            label={t('field.look')}
            description={t('field.lookHint')}
            placeholder={t('chooseInvite')}
            data={choices}
            searchable
            allowDeselect={false}
            {...form.getInputProps(`variants.${index}.inviteId`)}
          />
          <NumberInput
            className={classes.percent ?? ''}
            label={t('field.percent')}
            description={t('field.percentHint')}
            min={1}
            max={98}
            clampBehavior="none"
            allowDecimal={false}
            {...form.getInputProps(`variants.${index}.percent`)}
          />
          <ActionIcon
            className={classes.removeLook ?? ''}
            aria-label={t('removeLook', { name: nameOf(look) })}
            onClick={() => form.removeListItem('variants', index)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {form.errors.variants === undefined ? null : <Input.Error>{form.errors.variants}</Input.Error>}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={variants.length >= most}
          onClick={() => form.insertListItem('variants', { key: newClientId(), inviteId: null, percent: 45 })}
        >
          {t('addLook')}
        </Button>
      </div>
    </div>
  );
}
