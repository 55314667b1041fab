import { ColorInput, NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ImageChoice } from './image-choice.tsx';
import classes from './invite-designer.module.css';
import type { InviteFormHandle } from './invite-form-handle.ts';
import { type OverlayKind, overlayKinds } from './invite-values.ts';

/** The image, what it says to those who don't see it, and texts over it. */
export function LookPart({ siteId, form }: { siteId: string; form: InviteFormHandle }) {
  const { t } = useTranslation('invites');
  return (
    <div className={classes.part}>
      <ImageChoice
        siteId={siteId}
        value={form.values.image}
        error={form.errors.image}
        onChange={(image) => form.setFieldValue('image', image)}
      />
      <TextInput
        label={t('field.altText')}
        description={t('field.altTextHint')}
        placeholder={t('field.altTextExample')}
        maxLength={200}
        {...form.getInputProps('altText')}
      />
      <div className={classes.group}>
        <h2 className={classes.groupTitle}>{t('texts')}</h2>
        <p className={classes.hint}>{t('textsHint')}</p>
        {overlayKinds.map((kind) => (
          <OverlayText key={kind} kind={kind} form={form} />
        ))}
      </div>
    </div>
  );
}

function OverlayText({ kind, form }: { kind: OverlayKind; form: InviteFormHandle }) {
  const { t } = useTranslation('invites');
  const name = t(`field.overlay.${kind}`);
  const input = (field: 'text' | 'x' | 'y' | 'size' | 'color' | 'background') => ({
    ...form.getInputProps(`overlay.${kind}.${field}`),
    'aria-label': `${name}: ${t(`overlayField.${field}`)}`,
  });
  return (
    <fieldset className={classes.text} aria-label={name}>
      <Switch label={name} {...form.getInputProps(`overlay.${kind}.isOn`, { type: 'checkbox' })} />
      {form.values.overlay[kind].isOn ? (
        <>
          <TextInput label={t('overlayField.text')} maxLength={200} {...input('text')} />
          <div className={classes.pair}>
            <NumberInput
              label={t('overlayField.x')}
              suffix=" %"
              hideControls
              min={0}
              max={100}
              clampBehavior="none"
              {...input('x')}
            />
            <NumberInput
              label={t('overlayField.y')}
              suffix=" %"
              hideControls
              min={0}
              max={100}
              clampBehavior="none"
              {...input('y')}
            />
            <NumberInput
              label={t('overlayField.size')}
              suffix=" px"
              min={8}
              max={96}
              clampBehavior="none"
              {...input('size')}
            />
          </div>
          <div className={classes.pair}>
            <ColorInput
              label={t('overlayField.color')}
              format="hex"
              eyeDropperButtonProps={{ 'aria-label': t('pickColour') }}
              {...input('color')}
            />
            <ColorInput
              label={t('overlayField.background')}
              placeholder={t('noBackground')}
              format="hex"
              eyeDropperButtonProps={{ 'aria-label': t('pickColour') }}
              {...input('background')}
            />
          </div>
        </>
      ) : null}
    </fieldset>
  );
}
