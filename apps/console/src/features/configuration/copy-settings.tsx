import { type ConfigurationSection, configurationSectionNames, isEmptyPlan } from '@foyer/protocol/configuration';
import { Button, Checkbox, Group, Modal, Select, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCopy } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { type Copied, copySettings, planCopy } from './configuration-api.ts';
import classes from './copy-settings.module.css';
import { FaultList } from './fault-list.tsx';
import { PlanView } from './plan-view.tsx';

/** Takes over settings of another site (W-103); says before what is replaced. */
export function CopySettings({ siteId }: { siteId: string }) {
  const { t } = useTranslation('configuration');
  const { t: tShell } = useTranslation('shell');
  const { sites } = useMe();
  const [isOpen, dialog] = useDisclosure(false);
  const others = sites.filter(({ id }) => id !== siteId);
  return (
    <Section title={t('copyTitle')} about={t('copyAbout')}>
      {others.length === 0 ? (
        <p className={classes.none}>{t('copyNone')}</p>
      ) : (
        <Button variant="default" leftSection={<IconCopy size={14} />} onClick={dialog.open}>
          {t('copyOpen')}
        </Button>
      )}
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        size="lg"
        title={t('copyTitle')}
        closeButtonProps={{ 'aria-label': tShell('close') }}
      >
        <CopyForm siteId={siteId} others={others} onDone={dialog.close} />
      </Modal>
    </Section>
  );
}

interface CopyFormProps {
  siteId: string;
  others: readonly { id: string; name: string }[];
  onDone: () => void;
}

function CopyForm({ siteId, others, onDone }: CopyFormProps) {
  const { t } = useTranslation('configuration');
  const { t: tShell } = useTranslation('shell');
  const [copied, setCopied] = useState<Copied>({ from: others[0]?.id ?? '', sections: configurationSectionNames });
  const plan = useMutation({ mutationFn: (chosen: Copied) => planCopy(siteId, chosen) });
  const copy = useMutation({
    mutationFn: (planned: string) => copySettings(siteId, copied, planned),
    onSuccess: () => {
      notifyDone(t('copied'));
      onDone();
    },
    // Perhaps it is another plan by now.
    onError: () => plan.mutate(copied),
  });
  const change = (chosen: Copied) => {
    setCopied(chosen);
    plan.reset();
    copy.reset();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        copy.reset();
        plan.mutate(copied);
      }}
    >
      <Stack gap="sm">
        <Select
          label={t('field.from')}
          allowDeselect={false}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          value={copied.from}
          onChange={(from) => change({ ...copied, from: from ?? '' })}
        />
        <Checkbox.Group
          label={t('field.sections')}
          description={t('field.sectionsHint')}
          value={[...copied.sections]}
          onChange={(sections) => change({ ...copied, sections: sections as ConfigurationSection[] })}
        >
          <div className={classes.sections}>
            {configurationSectionNames.map((section) => (
              <Checkbox key={section} value={section} label={t(`section.${section}`)} />
            ))}
          </div>
        </Checkbox.Group>
      </Stack>
      <FaultList error={copy.error ?? plan.error} />
      {plan.data === undefined ? null : (
        <section className={classes.plan} aria-label={t('planTitle')}>
          <h3 className={classes.planTitle}>{t('planTitle')}</h3>
          <PlanView plan={plan.data} nothing={t('copyNothing')} />
        </section>
      )}
      <Group mt="md" gap="xs">
        {plan.data === undefined || isEmptyPlan(plan.data) ? (
          <Button type="submit" loading={plan.isPending} disabled={copied.sections.length === 0}>
            {t('see')}
          </Button>
        ) : (
          <Button loading={copy.isPending} onClick={() => copy.mutate(plan.data.id)}>
            {t('copyDo')}
          </Button>
        )}
        <Button variant="default" onClick={onDone}>
          {tShell('cancel')}
        </Button>
      </Group>
    </form>
  );
}
