import { alertIcons } from '@foyer/protocol/alert';
import { ColorInput, Group, Input } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertMark } from '../../ui/alert-mark.tsx';
import { alertColors } from '../../ui/palette.ts';
import type { AlertFormHandle } from './alert-form-handle.ts';
import classes from './alert-look.module.css';

/** Icon and colour, shown as they will look. */
export function AlertLook({ form }: { form: AlertFormHandle }) {
  const { t } = useTranslation('alerts');
  const labelId = useId();
  const { icon, color } = form.values;
  return (
    <Group align="flex-start" gap="lg">
      <div role="radiogroup" aria-labelledby={labelId}>
        <Input.Label id={labelId} component="span">
          {t('field.icon')}
        </Input.Label>
        <div className={classes.icons}>
          {alertIcons.map((one) => (
            <label key={one} className={classes.icon} title={t(`icon.${one}`)}>
              <input
                type="radio"
                name="icon"
                className="visually-hidden"
                aria-label={t(`icon.${one}`)}
                checked={icon === one}
                onChange={() => form.setFieldValue('icon', one)}
              />
              <AlertMark icon={one} color={/^#[0-9a-f]{6}$/i.test(color) ? color : null} size={18} />
            </label>
          ))}
        </div>
        {form.errors.icon === undefined ? null : <Input.Error>{form.errors.icon}</Input.Error>}
      </div>
      <ColorInput
        label={t('field.color')}
        placeholder={t('field.colorNone')}
        format="hex"
        swatches={alertColors}
        withEyeDropper={false}
        w={170}
        {...form.getInputProps('color')}
      />
    </Group>
  );
}
