import type { Invite } from '@foyer/protocol/invite';
import { Button, Menu, Switch, Tabs, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { BackTestButton } from '../back-tests/back-test-button.tsx';
import { type ExpressionFaults, expressionFaults } from '../conditions/condition-faults.ts';
import { DraftFindings } from '../rule-findings/draft-findings.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import {
  checkValues,
  countFaults,
  type DesignerPart,
  designerParts,
  findFaultyPart,
  inviteFieldPaths,
} from './check-values.ts';
import { ClickPart } from './click-part.tsx';
import classes from './invite-designer.module.css';
import type { InviteFormHandle } from './invite-form-handle.ts';
import { InviteStage } from './invite-stage.tsx';
import { fromInviteValues, type InviteValues, toInviteValues, toPreviewFrame } from './invite-values.ts';
import { changeInvite, createInvite, invitesQuery, refreshInvites } from './invites-api.ts';
import { LookPart } from './look-part.tsx';
import { PlacePart } from './place-part.tsx';
import { SendingPart } from './sending-part.tsx';
import { useCopyInvite, useDeleteInvite } from './use-invites.ts';

interface InviteDesignerProps {
  siteId: string;
  /** Null: a new one. */
  invite: Invite | null;
  /** Image that a new one begins with. */
  image?: string | undefined;
  /** Begins anew with what is stored now. */
  onReload: () => void;
}

const parts = Object.keys(designerParts) as DesignerPart[];
const list = '/settings/invites';

/** Makes or changes an invite, beside a page that shows what visitors will see. */
export function InviteDesigner({ siteId, invite: stored, image, onReload }: InviteDesignerProps) {
  const { t } = useTranslation('invites');
  const { t: tShell } = useTranslation('shell');
  const [, navigate] = useLocation();
  const [part, setPart] = useState<DesignerPart>('look');
  // The one this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [invite, setInvite] = useState(stored);
  const form = useForm<InviteValues>({
    initialValues: toInviteValues(invite, image),
    validate: (values) => checkValues(values, t),
  });
  const [conditionFaults, setConditionFaults] = useState<ExpressionFaults>({});
  const letGo = useUnsavedGuard(form.isDirty());
  const copy = useCopyInvite(siteId);
  const remove = useDeleteInvite(siteId);
  const showFaults = (faults: Record<string, unknown>) => {
    const faulty = findFaultyPart(faults);
    if (faulty !== null && countFaults(part, faults) === 0) setPart(faulty);
  };
  const save = useMutation({
    mutationFn: (values: InviteValues) => {
      const input = fromInviteValues(values);
      return invite === null ? createInvite(siteId, input) : changeInvite(siteId, { ...invite, ...input });
    },
    onSuccess: async (saved) => {
      notifyDone(tShell('saved'));
      queryClient.setQueryData(invitesQuery(siteId).queryKey, (all) =>
        all?.map((one) => (one.id === saved.id ? saved : one)),
      );
      if (invite === null) {
        letGo();
        await refreshInvites(siteId);
        navigate(`${list}/${saved.id}`, { replace: true });
        return;
      }
      setInvite(saved);
      form.setInitialValues(toInviteValues(saved));
      form.resetDirty();
      void refreshInvites(siteId);
    },
    onError: (error) => {
      const faults = fieldErrors(error, inviteFieldPaths);
      form.setErrors(faults);
      setConditionFaults(expressionFaults(error, 'autoSend.conditions'));
      showFaults(faults);
    },
  });
  const frameJson = JSON.stringify(toPreviewFrame(form.values, siteId));
  const frame = useMemo(() => JSON.parse(frameJson) as ReturnType<typeof toPreviewFrame>, [frameJson]);
  return (
    <SettingsPage
      title={invite?.name ?? t('newTitle')}
      purpose={t('designerPurpose')}
      back={{ href: list, label: t('title') }}
      wide
      actions={
        invite === null ? null : (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" aria-label={t('more', { name: invite.name })} px="xs">
                <IconDots size={16} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => void copy(invite)}>
                {t('copy')}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={14} />}
                onClick={() =>
                  remove(invite, () => {
                    letGo();
                    navigate(list);
                  })
                }
              >
                {t('remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      <div className={classes.columns}>
        <form
          className={classes.form}
          noValidate
          onSubmit={form.onSubmit(
            (values) => {
              setConditionFaults({});
              save.mutate(values);
            },
            (faults) => showFaults(faults),
          )}
        >
          <div className={classes.nameLine}>
            <TextInput
              label={t('field.name')}
              description={t('field.nameHint')}
              maxLength={80}
              className={classes.name ?? ''}
              {...form.getInputProps('name')}
            />
            <Switch label={t('field.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
          </div>
          <Tabs value={part} onChange={(value) => setPart(value as DesignerPart)} keepMounted={false}>
            <Tabs.List className={classes.tabs ?? ''}>
              {parts.map((one) => (
                <Tabs.Tab key={one} value={one} rightSection={<FaultCount count={countFaults(one, form.errors)} />}>
                  {t(`part.${one}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="look">
              <LookPart siteId={siteId} form={form} />
            </Tabs.Panel>
            <Tabs.Panel value="place">
              <PlacePart form={form} />
            </Tabs.Panel>
            <Tabs.Panel value="sending">
              <SendingPart
                siteId={siteId}
                inviteId={invite?.id ?? null}
                form={form}
                conditionFaults={conditionFaults}
              />
            </Tabs.Panel>
            <Tabs.Panel value="click">
              <ClickPart siteId={siteId} form={form} />
            </Tabs.Panel>
          </Tabs>
          <DraftFindings
            siteId={siteId}
            draft={{ kind: 'invite', id: invite?.id ?? null, document: fromInviteValues(form.values) }}
          />
          <SaveBar
            error={save.error}
            isBusy={save.isPending}
            fault={form.errors['']}
            hasFieldFaults={Object.keys(form.errors).length > 0}
            onReload={() => {
              letGo();
              onReload();
            }}
          >
            <BackTestButton
              siteId={siteId}
              draft={{ kind: 'invite', id: invite?.id ?? null, document: fromInviteValues(form.values) }}
            />
          </SaveBar>
        </form>
        <div className={classes.stage}>
          <InviteStage
            values={form.values}
            invite={frame}
            moves={part === 'place' ? 'places' : part === 'look' && hasText(form) ? 'texts' : 'nothing'}
            onPlace={(side, place) => form.setFieldValue(side, place)}
            onText={(kind, { x, y }) => {
              form.setFieldValue(`overlay.${kind}.x`, x);
              form.setFieldValue(`overlay.${kind}.y`, y);
            }}
          />
        </div>
      </div>
    </SettingsPage>
  );
}

function hasText(form: InviteFormHandle): boolean {
  return Object.values(form.values.overlay).some((text) => text.isOn);
}

function FaultCount({ count }: { count: number }) {
  const { t } = useTranslation('invites');
  if (count === 0) return null;
  return (
    <span className={classes.faults}>
      <span aria-hidden>{count}</span>
      <span className="visually-hidden">{t('fault.count', { count })}</span>
    </span>
  );
}
