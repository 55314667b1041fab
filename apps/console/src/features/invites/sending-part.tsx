import { NumberInput, Select, Switch, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { linesOf } from '../../ui/lines.ts';
import { ConditionBuilder } from '../conditions/condition-builder.tsx';
import type { ExpressionFaults } from '../conditions/condition-faults.ts';
import { AddressTester } from '../patterns/address-tester.tsx';
import classes from './invite-designer.module.css';
import { InviteExperimentsLine } from './invite-experiments-line.tsx';
import type { InviteFormHandle } from './invite-form-handle.ts';
import { InviteUsesLine } from './invite-uses-line.tsx';

interface SendingPartProps {
  siteId: string;
  /** Null: it is not stored yet. */
  inviteId: string | null;
  form: InviteFormHandle;
  /** What the server found wrong in the conditions. */
  conditionFaults: ExpressionFaults;
}

/** When it is sent, to whom, and how often. */
export function SendingPart({ siteId, inviteId, form, conditionFaults }: SendingPartProps) {
  const { t } = useTranslation('invites');
  const { values } = form;
  return (
    <div className={classes.part}>
      <p className={classes.hint}>{t('sendingHint')}</p>
      {inviteId === null ? null : <InviteUsesLine siteId={siteId} inviteId={inviteId} />}
      {inviteId === null ? null : <InviteExperimentsLine siteId={siteId} inviteId={inviteId} />}
      <div className={classes.group}>
        <Switch
          label={t('field.autoSend')}
          description={t('field.autoSendHint')}
          {...form.getInputProps('autoSend', { type: 'checkbox' })}
        />
        {values.autoSend ? (
          <>
            <Textarea
              label={t('field.pages')}
              description={t('field.pagesHint')}
              placeholder={t('field.pagesExample')}
              autosize
              minRows={2}
              maxRows={10}
              spellCheck={false}
              {...form.getInputProps('pages')}
              error={form.errors['autoSend.pages']}
            />
            <AddressTester siteId={siteId} patterns={linesOf(values.pages)} whenEmpty="none" />
            <div className={classes.group}>
              <h2 className={classes.groupTitle}>{t('group.conditions')}</h2>
              <p className={classes.hint}>{t('conditionsHint')}</p>
              <ConditionBuilder
                siteId={siteId}
                value={values.conditions}
                error={conditionFaults}
                onChange={(conditions) => form.setFieldValue('conditions', conditions)}
              />
            </div>
          </>
        ) : null}
      </div>
      <div className={classes.group}>
        <h2 className={classes.groupTitle}>{t('group.often')}</h2>
        <Select
          label={t('field.frequency')}
          allowDeselect={false}
          data={(['oncePerVisitor', 'oncePerVisit', 'everyPage'] as const).map((value) => ({
            value,
            label: t(`frequency.${value}`),
          }))}
          {...form.getInputProps('frequency')}
        />
        <div className={classes.pair}>
          <NumberInput
            label={t('field.showsPerVisitor')}
            description={t('field.showsPerVisitorHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            max={10_000}
            clampBehavior="none"
            {...form.getInputProps('showsPerVisitor')}
            error={form.errors['limits.showsPerVisitor']}
          />
          <NumberInput
            label={t('field.quietDaysAfterDecline')}
            description={t('field.quietDaysAfterDeclineHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            max={3650}
            clampBehavior="none"
            {...form.getInputProps('quietDaysAfterDecline')}
            error={form.errors['limits.quietDaysAfterDecline']}
          />
        </div>
        <Switch
          label={t('field.shadow')}
          description={t('field.shadowHint')}
          {...form.getInputProps('shadow', { type: 'checkbox' })}
        />
      </div>
    </div>
  );
}
