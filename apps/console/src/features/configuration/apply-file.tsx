import { isEmptyPlan } from '@foyer/protocol/configuration';
import { Alert, Button, FileButton, Group, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/rest-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { AppliedNotice } from './applied-notice.tsx';
import classes from './apply-file.module.css';
import { applyFile, planFile } from './configuration-api.ts';
import { countChanges } from './count-changes.ts';
import { FaultList } from './fault-list.tsx';
import { PlanView } from './plan-view.tsx';

/** A file is pasted, dropped or chosen, compared with what is there, and applied. */
export function ApplyFile() {
  const { t } = useTranslation('configuration');
  const [text, setText] = useState('');
  const [notJson, setNotJson] = useState<string | null>(null);
  const plan = useMutation({
    mutationFn: async (file: unknown) => ({ file, plan: await planFile(file) }),
  });
  const apply = useMutation({
    mutationFn: ({ file, plan: planned }: { file: unknown; plan: { id: string } }) => applyFile(file, planned.id),
    onSuccess: ({ plan: done }) => {
      setText('');
      plan.reset();
      // The first site of an installation changes the whole page.
      notifyDone(t('appliedText', { count: countChanges(done) }));
    },
  });
  useUnsavedGuard(text !== '');

  const change = (content: string) => {
    setText(content);
    setNotJson(null);
    plan.reset();
    apply.reset();
  };
  const compare = () => {
    apply.reset();
    try {
      plan.mutate(JSON.parse(text));
      setNotJson(null);
    } catch (error) {
      plan.reset();
      setNotJson(error instanceof Error ? error.message : String(error));
    }
  };
  const read = (file: File | null) => void file?.text().then(change);
  const drop = (event: DragEvent) => {
    const file = event.dataTransfer.files.item(0);
    if (file === null) return;
    event.preventDefault();
    read(file);
  };
  return (
    <Section title={t('apply')} about={t('applyAbout')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          compare();
        }}
      >
        <Textarea
          label={t('field.file')}
          description={t('field.fileHint')}
          rows={8}
          spellCheck={false}
          classNames={{ input: classes.code ?? '' }}
          value={text}
          error={notJson === null ? null : t('notJson', { message: notJson })}
          onChange={(event) => change(event.currentTarget.value)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={drop}
        />
        <Group mt="sm" gap="xs">
          <Button type="submit" loading={plan.isPending} disabled={text.trim() === ''}>
            {t('see')}
          </Button>
          <FileButton accept="application/json,.json" onChange={read} inputProps={{ 'aria-label': t('choose') }}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileUpload size={14} />}>
                {t('choose')}
              </Button>
            )}
          </FileButton>
        </Group>
        <FaultList error={plan.error} />
      </form>
      {plan.data === undefined ? null : (
        <section className={classes.plan} aria-label={t('planTitle')}>
          <h3 className={classes.planTitle}>{t('planTitle')}</h3>
          <PlanView plan={plan.data.plan} nothing={t('nothing')} />
          {isProblem(apply.error, 'conflict') ? (
            <Alert color="yellow" role="alert" mt="sm" title={t('stale')}>
              <Button variant="default" size="compact-xs" onClick={compare}>
                {t('again')}
              </Button>
            </Alert>
          ) : (
            <FaultList error={apply.error} />
          )}
          {isEmptyPlan(plan.data.plan) ? null : (
            <Button mt="md" loading={apply.isPending} onClick={() => apply.mutate(plan.data)}>
              {t('doApply')}
            </Button>
          )}
        </section>
      )}
      {apply.data === undefined ? null : <AppliedNotice applied={apply.data} onRolledBack={apply.reset} />}
    </Section>
  );
}
