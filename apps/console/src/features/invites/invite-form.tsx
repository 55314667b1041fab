import { type Invite, namedPositions, type Position } from '@foyer/protocol/invite';
import {
  Fieldset,
  Group,
  Input,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import classes from './invite-form.module.css';
import { InviteImage } from './invite-image.tsx';
import { fromInviteValues, type InviteValues, inviteFieldPaths, ownPosition, toInviteValues } from './invite-values.ts';
import { changeInvite, createInvite, refreshInvites } from './invites-api.ts';

interface InviteFormProps {
  siteId: string;
  /** Null: a new one. */
  invite: Invite | null;
  onClose: () => void;
}

type Handle = ReturnType<typeof useForm<InviteValues>>;

/** Adds or changes an invite. */
export function InviteForm({ siteId, invite, onClose }: InviteFormProps) {
  const { t } = useTranslation('invites');
  const { t: tShell } = useTranslation('shell');
  const form = useForm<InviteValues>({ initialValues: toInviteValues(invite) });
  const save = useMutation({
    mutationFn: (values: InviteValues) => {
      const input = fromInviteValues(values, invite);
      return invite === null ? createInvite(siteId, input) : changeInvite(siteId, { ...invite, ...input });
    },
    onSuccess: () => {
      notifyDone(tShell('saved'));
      onClose();
    },
    onError: (error) => form.setErrors(fieldErrors(error, inviteFieldPaths)),
    onSettled: () => refreshInvites(siteId),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="lg">
        <Group align="flex-start" wrap="nowrap">
          <TextInput
            label={t('field.name')}
            required
            withAsterisk={false}
            maxLength={80}
            data-autofocus
            flex={1}
            {...form.getInputProps('name')}
          />
          <Switch label={t('field.enabled')} mt={30} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        </Group>
        <Fieldset legend={t('look')} variant="unstyled">
          <Stack gap="sm">
            <ImageChoice form={form} />
            <TextInput
              label={t('field.altText')}
              description={t('field.altTextHint')}
              required
              withAsterisk={false}
              {...form.getInputProps('altText')}
            />
          </Stack>
        </Fieldset>
        <Motion form={form} invite={invite} />
        <Sending form={form} />
      </Stack>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={() => {
          void refreshInvites(siteId);
          onClose();
        }}
        onCancel={onClose}
      />
    </form>
  );
}

const gallery = ['hand', 'question', 'bubble'] as const;

function ImageChoice({ form }: { form: Handle }) {
  const { t } = useTranslation('invites');
  const labelId = useId();
  const { image } = form.values;
  const choices: { value: string; label: string }[] = gallery.map((name) => ({
    value: `gallery:${name}`,
    label: t(`image.${name}`),
  }));
  // An image that is not offered stays a choice, so that saving the form does not change it.
  if (!choices.some((choice) => choice.value === image))
    choices.push({ value: image, label: image.startsWith('upload:') ? t('ownImage') : image.slice('gallery:'.length) });
  return (
    <div role="radiogroup" aria-labelledby={labelId}>
      <Input.Label id={labelId} component="span">
        {t('field.image')}
      </Input.Label>
      <div className={classes.images}>
        {choices.map((choice) => (
          <label key={choice.value} className={classes.image}>
            <input
              type="radio"
              name="image"
              className="visually-hidden"
              checked={image === choice.value}
              onChange={() => form.setFieldValue('image', choice.value)}
            />
            <InviteImage image={choice.value} size={72} />
            {choice.label}
          </label>
        ))}
      </div>
      {form.errors.image === undefined ? null : <Input.Error>{form.errors.image}</Input.Error>}
    </div>
  );
}

function Motion({ form, invite }: { form: Handle; invite: Invite | null }) {
  const { t } = useTranslation('invites');
  const positions = (own: Position | undefined, all: readonly (typeof namedPositions)[number][]) => [
    ...all.map((position) => ({ value: position as string, label: t(`position.${position}`) })),
    ...(typeof own === 'object' ? [{ value: ownPosition, label: t('ownPosition', own) }] : []),
  ];
  return (
    <Fieldset legend={t('motion')} variant="unstyled">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('field.end')}
          allowDeselect={false}
          data={positions(
            invite?.end,
            namedPositions.filter((one) => !one.startsWith('off-')),
          )}
          {...form.getInputProps('end')}
        />
        <Select
          label={t('field.start')}
          allowDeselect={false}
          data={positions(invite?.start, namedPositions)}
          {...form.getInputProps('start')}
        />
        <Select
          label={t('field.animation')}
          allowDeselect={false}
          data={(['none', 'slide', 'fade', 'slide-fade'] as const).map((kind) => ({
            value: kind,
            label: t(`kind.${kind}`),
          }))}
          {...form.getInputProps('animation')}
        />
        <span />
        <NumberInput
          label={t('field.delaySeconds')}
          min={0}
          max={86_400}
          hideControls
          {...form.getInputProps('delaySeconds')}
        />
        <NumberInput
          label={t('field.displaySeconds')}
          description={t('field.displaySecondsHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={0}
          max={86_400}
          hideControls
          {...form.getInputProps('displaySeconds')}
        />
      </SimpleGrid>
    </Fieldset>
  );
}

function Sending({ form }: { form: Handle }) {
  const { t } = useTranslation('invites');
  return (
    <Fieldset legend={t('sending')} variant="unstyled">
      <Stack gap="sm">
        <Switch
          label={t('field.autoSend')}
          description={t('field.autoSendHint')}
          {...form.getInputProps('autoSend', { type: 'checkbox' })}
        />
        {form.values.autoSend ? (
          <Textarea
            label={t('field.pages')}
            description={t('field.pagesHint')}
            autosize
            minRows={2}
            spellCheck={false}
            {...form.getInputProps('pages')}
            error={form.errors['autoSend.pages']}
          />
        ) : null}
        <Select
          label={t('field.frequency')}
          allowDeselect={false}
          data={(['oncePerVisitor', 'oncePerVisit', 'everyPage'] as const).map((value) => ({
            value,
            label: t(`frequency.${value}`),
          }))}
          {...form.getInputProps('frequency')}
        />
        <Switch
          label={t('field.shadow')}
          description={t('field.shadowHint')}
          {...form.getInputProps('shadow', { type: 'checkbox' })}
        />
      </Stack>
    </Fieldset>
  );
}
