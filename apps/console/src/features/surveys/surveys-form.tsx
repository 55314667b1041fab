import type { SurveyFormName, Surveys } from '@foyer/protocol/survey';
import { Tabs } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { ApiError } from '../../api/rest-client.ts';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { FormFields } from './form-fields.tsx';
import { type DraftSurveys, type Faults, faultsBelow, fromDraft, placeOfFault, toDraft } from './survey-draft.ts';
import { SurveyPreview } from './survey-preview.tsx';
import { changeSurveys, surveysQuery } from './surveys-api.ts';
import classes from './surveys-form.module.css';

const order = ['preChat', 'offline', 'postChat'] as const;

interface SurveysFormProps {
  siteId: string;
  surveys: Surveys;
  onReload: () => void;
}

/** The three forms of a site, and beside them what visitors see. */
export function SurveysForm({ siteId, surveys, onReload }: SurveysFormProps) {
  const { t } = useTranslation('surveys');
  const { t: tShell } = useTranslation('shell');
  const { version: readVersion, ...initial } = surveys;
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(readVersion);
  const [saved, setSaved] = useState(() => JSON.stringify(initial));
  const [draft, setDraft] = useState<DraftSurveys>(() => toDraft(initial));
  const [faults, setFaults] = useState<Faults>({});
  const [tab, setTab] = useState<SurveyFormName>('preChat');
  const [openKey, setOpenKey] = useState<string | null>(null);
  const newest = useRef(draft);
  newest.current = draft;
  useUnsavedGuard(JSON.stringify(fromDraft(draft)) !== saved);

  const change = (form: SurveyFormName, part: Partial<DraftSurveys['postChat']>) => {
    const next = { ...newest.current, [form]: { ...newest.current[form], ...part } };
    newest.current = next;
    setDraft(next);
  };
  const save = useMutation({
    mutationFn: (input: DraftSurveys) => changeSurveys(siteId, { ...fromDraft(input), version }),
    onSuccess: (stored) => {
      queryClient.setQueryData(surveysQuery(siteId).queryKey, stored);
      const { version: newVersion, ...content } = stored;
      setVersion(newVersion);
      setSaved(JSON.stringify(content));
      setFaults({});
      notifyDone(tShell('saved'));
    },
    onError: (error, input) => {
      const found = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
      const byPath = Object.fromEntries(found.map(({ path, message }) => [path, message]));
      setFaults(byPath);
      const place = placeOfFault(byPath);
      if (place === null) return;
      setTab(place.form);
      if (place.index !== null) setOpenKey(input[place.form].questions[place.index]?.key ?? null);
      // The tab and the question are drawn first.
      requestAnimationFrame(focusFirstFault);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFaults({});
    save.mutate(newest.current);
  };
  const faulty = order.filter((form) => Object.keys(faultsBelow(faults, form)).length > 0);
  return (
    <form className={classes.both} onSubmit={submit} noValidate>
      <div className={classes.fields}>
        <Tabs value={tab} onChange={(value) => setTab((value ?? 'preChat') as SurveyFormName)} keepMounted={false}>
          <Tabs.List aria-label={t('forms')} mb="md">
            {order.map((form) => (
              <Tabs.Tab key={form} value={form}>
                {t(`form.${form}`)}
                {faulty.includes(form) ? <span className={classes.mark} aria-hidden /> : null}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {order.map((form) => (
            <Tabs.Panel key={form} value={form}>
              <FormFields
                siteId={siteId}
                name={form}
                form={draft[form]}
                rating={form === 'postChat' ? draft.postChat.rating : null}
                faults={faultsBelow(faults, form)}
                openKey={openKey}
                onOpen={setOpenKey}
                onChange={(part) => change(form, part)}
                onRating={(part) => change('postChat', { rating: { ...newest.current.postChat.rating, ...part } })}
                onQuestions={(edit) => change(form, { questions: edit(newest.current[form].questions) })}
              />
            </Tabs.Panel>
          ))}
        </Tabs>
        <SaveBar
          error={save.error}
          isBusy={save.isPending}
          fault={
            faulty.length > 0
              ? t('faultsElsewhere', { forms: faulty.map((form) => t(`form.${form}`)).join(', ') })
              : undefined
          }
          hasFieldFaults={faulty.length > 0}
          onReload={onReload}
        />
      </div>
      <SurveyPreview siteId={siteId} form={tab} surveys={draft} />
    </form>
  );
}
