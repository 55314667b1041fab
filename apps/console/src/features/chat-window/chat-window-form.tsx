import type { Site } from '@foyer/protocol/site';
import type { WindowLanguage } from '@foyer/protocol/window-language';
import { Anchor } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { useSaveSite } from '../sites/use-save-site.ts';
import { ButtonPart } from './button-part.tsx';
import classes from './chat-window-form.module.css';
import { ChatWindowPreview } from './chat-window-preview.tsx';
import { LookPart } from './look-part.tsx';
import { OfflinePart } from './offline-part.tsx';
import { WaitingPart } from './waiting-part.tsx';
import { fieldsOf, toSettings, toValues, type WindowValues } from './window-values.ts';
import { offeredLanguages, WordsPart } from './words-part.tsx';

const at = 'chatWindow.';

/** The settings of the chat window, and beside them what they come to. */
export function ChatWindowForm({ site, onReload }: { site: Site; onReload: () => void }) {
  const { t } = useTranslation('chatWindow');
  const form = useForm<WindowValues>({ initialValues: toValues(site.chatWindow) });
  const [shown, setShown] = useState<WindowLanguage>(site.chatWindow.defaultLanguage);
  const language = offeredLanguages(form.values).includes(shown) ? shown : form.values.defaultLanguage;
  useUnsavedGuard(form.isDirty());
  const save = useSaveSite<WindowValues>(site, {
    toSite: (values) => ({ ...site, chatWindow: toSettings(values) }),
    onSaved: () => {
      form.clearErrors();
      form.resetDirty();
    },
    onError: (error) => {
      const faults = fieldErrors(
        error,
        fieldsOf(form.values).map((field) => `${at}${field}`),
      );
      form.setErrors(Object.fromEntries(Object.entries(faults).map(([path, fault]) => [path.replace(at, ''), fault])));
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <div className={classes.both}>
        <div className={classes.fields}>
          <LookPart form={form} siteId={site.id} />
          <ButtonPart form={form} siteId={site.id} />
          <WordsPart form={form} shown={language} onShow={setShown} />
          <WaitingPart form={form} />
          <OfflinePart form={form} />
        </div>
        <div className={classes.side}>
          <ChatWindowPreview siteId={site.id} settings={toSettings(form.values)} language={language} />
          <Anchor href={`/try/${site.key}?language=${language}`} target="_blank" rel="noopener" size="sm">
            {t('tryIt')} <IconExternalLink size={13} aria-hidden />
          </Anchor>
          <p className={classes.hint}>{t('tryItHint')}</p>
        </div>
      </div>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={onReload}
      />
    </form>
  );
}
