import { namedPositions } from '@foyer/protocol/invite';
import { NumberInput, SegmentedControl, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './invite-designer.module.css';
import type { InviteFormHandle } from './invite-form-handle.ts';
import type { PlaceValues } from './invite-values.ts';

/** How large it is, where it ends, where it comes from, and how it moves. */
export function PlacePart({ form }: { form: InviteFormHandle }) {
  const { t } = useTranslation('invites');
  const { values } = form;
  const slidesIn = values.animation === 'slide' || values.animation === 'slide-fade';
  const milliseconds = { suffix: ' ms', step: 100, min: 0, max: 10_000, clampBehavior: 'none' } as const;
  const seconds = { suffix: ' s', min: 0, max: 86_400, clampBehavior: 'none' } as const;
  return (
    <div className={classes.part}>
      <div className={classes.group}>
        <h2 className={classes.groupTitle}>{t('group.place')}</h2>
        <PlaceFields side="end" form={form} />
        {slidesIn || values.exit === 'slide' ? <PlaceFields side="start" form={form} /> : null}
        <div className={classes.pair}>
          <Select
            label={t('field.width')}
            description={t('field.widthHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            allowDeselect={false}
            data={(['own', 'px', '%'] as const).map((value) => ({ value, label: t(`widthKind.${value}`) }))}
            {...form.getInputProps('widthKind')}
          />
          {values.widthKind === 'own' ? null : (
            <NumberInput
              label={t('field.widthValue')}
              suffix={values.widthKind === 'px' ? ' px' : ' %'}
              clampBehavior="none"
              {...form.getInputProps('width')}
            />
          )}
        </div>
      </div>
      <div className={classes.group}>
        <h2 className={classes.groupTitle}>{t('group.comes')}</h2>
        <div className={classes.pair}>
          <Select
            label={t('field.animation')}
            allowDeselect={false}
            data={(['none', 'slide', 'fade', 'slide-fade'] as const).map((kind) => ({
              value: kind,
              label: t(`kind.${kind}`),
            }))}
            {...form.getInputProps('animation')}
          />
          {values.animation === 'none' ? null : (
            <NumberInput
              label={t('field.animationMs')}
              {...milliseconds}
              {...form.getInputProps('animationMs')}
              error={form.errors['animation.durationMs']}
            />
          )}
          {values.animation === 'none' ? null : (
            <Select
              label={t('field.easing')}
              allowDeselect={false}
              data={(['ease-out', 'ease-in-out', 'ease-in', 'ease', 'linear'] as const).map((value) => ({
                value,
                label: t(`easing.${value}`),
              }))}
              {...form.getInputProps('easing')}
            />
          )}
          <NumberInput label={t('field.delaySeconds')} {...seconds} {...form.getInputProps('delaySeconds')} />
        </div>
      </div>
      <div className={classes.group}>
        <h2 className={classes.groupTitle}>{t('group.goes')}</h2>
        <div className={classes.pair}>
          <NumberInput
            label={t('field.displaySeconds')}
            description={t('field.displaySecondsHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...seconds}
            {...form.getInputProps('displaySeconds')}
          />
          <Select
            label={t('field.exit')}
            allowDeselect={false}
            data={(['none', 'fade', 'slide'] as const).map((kind) => ({ value: kind, label: t(`exit.${kind}`) }))}
            {...form.getInputProps('exit')}
          />
          {values.exit === 'none' ? null : (
            <NumberInput
              label={t('field.exitMs')}
              {...milliseconds}
              {...form.getInputProps('exitMs')}
              error={form.errors['exit.durationMs']}
            />
          )}
        </div>
        <Switch
          label={t('field.close')}
          description={t('field.closeHint')}
          {...form.getInputProps('hasClose', { type: 'checkbox' })}
        />
      </div>
    </div>
  );
}

/** A position by its name, or by numbers of one's own. */
function PlaceFields({ side, form }: { side: 'start' | 'end'; form: InviteFormHandle }) {
  const { t } = useTranslation('invites');
  const place = form.values[side];
  const change = (part: Partial<PlaceValues>) => form.setFieldValue(side, { ...place, ...part });
  const names = namedPositions.filter((name) => side === 'start' || !name.startsWith('off-') || name === place.name);
  const axis = (which: 'x' | 'y') => {
    const unit = `${which}Unit` as const;
    return (
      <div className={classes.axis}>
        <NumberInput
          label={t(`axis.${which}`)}
          aria-label={`${t(`field.${side}`)}: ${t(`axis.${which}`)}`}
          hideControls
          value={place[which]}
          error={form.errors[side] !== undefined && (place[which] === '' || !Number.isFinite(Number(place[which])))}
          onChange={(value) => change({ [which]: value })}
        />
        <SegmentedControl
          size="xs"
          aria-label={`${t(`field.${side}`)}: ${t(`axis.${which}Unit`)}`}
          data={['%', 'px']}
          value={place[unit]}
          onChange={(value) => change({ [unit]: value })}
        />
      </div>
    );
  };
  return (
    <div className={classes.group}>
      <Select
        label={t(`field.${side}`)}
        description={t(`field.${side}Hint`)}
        allowDeselect={false}
        data={[
          ...names.map((name) => ({ value: name as string, label: t(`position.${name}`) })),
          { value: 'own', label: t('position.own') },
        ]}
        value={place.name}
        error={form.errors[side]}
        onChange={(name) => change({ name: (name ?? place.name) as PlaceValues['name'] })}
      />
      {place.name === 'own' ? (
        <div className={classes.pair}>
          {axis('x')}
          {axis('y')}
        </div>
      ) : null}
    </div>
  );
}
