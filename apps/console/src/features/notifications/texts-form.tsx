import {
  type NotificationPreviewRequest,
  replyMergeFields,
  staffMergeFields,
  staffTranscriptMergeFields,
  staffTranscriptSubjectFields,
  transcriptMergeFields,
  visitorMergeFields,
  visitorSubjectFields,
} from '@foyer/protocol/notifications';
import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { unchanged } from './notifications-api.ts';
import type { PartProps } from './notifications-page.tsx';
import { TemplateField } from './template-field.tsx';
import { TemplatePreview, useTemplatePreview } from './template-preview.tsx';
import classes from './texts-form.module.css';
import { usePartForm } from './use-part-form.ts';

/** What mail and SMS say, each with a preview by what writes the real ones. */
export function TextsForm({ siteId, notifications, onReload }: PartProps) {
  const { t } = useTranslation('notifications');
  const { staffMail, visitorMail, replyMail, transcriptMail, staffTranscriptMail, sms } = notifications;
  const [visitId, setVisitId] = useState<string | null>(null);
  const { form, save, bar } = usePartForm({
    siteId,
    notifications,
    initialValues: {
      staffMail,
      visitorMail,
      replyMail,
      transcriptMail,
      staffTranscriptMail,
      sms: { text: sms?.text ?? '' },
    },
    fields: () => paths,
    toPart: (values) => {
      const whole = unchanged(notifications).sms;
      return { ...values, sms: whole && { ...whole, text: values.sms.text } };
    },
  });
  const { values } = form;
  const mailFields = (
    mail: 'replyMail' | 'transcriptMail' | 'staffTranscriptMail',
    subjectFields: readonly string[],
    bodyFields: readonly string[],
  ): Template['fields'] => [
    { path: `${mail}.subject`, label: t('field.subject'), merge: subjectFields, isLong: false, max: 200 },
    { path: `${mail}.body`, label: t('field.staffBody'), merge: bodyFields, isLong: true, max: 10_000 },
  ];
  const templates: (Template | null)[] = [
    {
      title: t('staffMail'),
      about: t('staffMailAbout'),
      fields: [
        { path: 'staffMail.subject', label: t('field.subject'), merge: staffMergeFields, isLong: false, max: 200 },
        { path: 'staffMail.body', label: t('field.staffBody'), merge: staffMergeFields, isLong: true, max: 10_000 },
      ],
      request: { kind: 'staffMail', ...values.staffMail, visitId },
    },
    {
      title: t('visitorMail'),
      about: t('visitorMailAbout'),
      fields: [
        {
          path: 'visitorMail.subject',
          label: t('field.subject'),
          merge: visitorSubjectFields,
          isLong: false,
          max: 200,
        },
        { path: 'visitorMail.body', label: t('field.staffBody'), merge: visitorMergeFields, isLong: true, max: 10_000 },
      ],
      request: { kind: 'visitorMail', ...values.visitorMail, visitId },
    },
    {
      title: t('replyMail'),
      about: t('replyMailAbout'),
      fields: mailFields('replyMail', visitorSubjectFields, replyMergeFields),
      request: { kind: 'replyMail', subject: values.replyMail.subject, body: values.replyMail.body },
    },
    {
      title: t('transcriptMail'),
      about: t('transcriptMailAbout'),
      fields: mailFields('transcriptMail', visitorSubjectFields, transcriptMergeFields),
      request: { kind: 'transcriptMail', ...values.transcriptMail },
    },
    {
      title: t('staffTranscriptMail'),
      about: t('staffTranscriptMailAbout'),
      fields: mailFields('staffTranscriptMail', staffTranscriptSubjectFields, staffTranscriptMergeFields),
      request: { kind: 'staffTranscriptMail', ...values.staffTranscriptMail },
    },
    sms && {
      title: t('smsText'),
      about: t('smsTextAbout'),
      fields: [{ path: 'sms.text', label: t('field.smsText'), merge: staffMergeFields, isLong: true, max: 480 }],
      request: { kind: 'sms', text: values.sms.text, visitId },
    },
  ];
  return (
    <form onSubmit={form.onSubmit((given) => save.mutate(given))}>
      <p className={classes.about}>{t('textsAbout')}</p>
      {templates.map((template) =>
        template === null ? null : (
          <TemplateEditor
            key={template.title}
            siteId={siteId}
            template={template}
            onVisit={setVisitId}
            propsOf={(path) => form.getInputProps(path)}
            onChange={(path, value) => form.setFieldValue(path, value)}
          />
        ),
      )}
      {sms === null ? (
        <Section title={t('smsText')}>
          <p className={classes.about}>{t('smsTextNone')}</p>
        </Section>
      ) : null}
      <SaveBar {...bar} onReload={onReload} />
    </form>
  );
}

const paths = [
  'staffMail.subject',
  'staffMail.body',
  'visitorMail.subject',
  'visitorMail.body',
  'replyMail.subject',
  'replyMail.body',
  'transcriptMail.subject',
  'transcriptMail.body',
  'staffTranscriptMail.subject',
  'staffTranscriptMail.body',
  'sms.text',
] as const;
type Path = (typeof paths)[number];

interface Template {
  title: string;
  about: string;
  fields: { path: Path; label: string; merge: readonly string[]; isLong: boolean; max: number }[];
  request: NotificationPreviewRequest;
}

interface TemplateEditorProps {
  siteId: string;
  template: Template;
  propsOf: (path: Path) => { value?: unknown; error?: React.ReactNode };
  onChange: (path: Path, value: string) => void;
  onVisit: (visitId: string | null) => void;
}

function TemplateEditor({ siteId, template, propsOf, onChange, onVisit }: TemplateEditorProps) {
  const preview = useTemplatePreview(siteId, template.request);
  return (
    <Section title={template.title} about={template.about}>
      <div className={classes.beside}>
        <Stack gap="sm">
          {template.fields.map(({ path, label, merge, isLong, max }) => {
            const { value, error } = propsOf(path);
            return (
              <TemplateField
                key={path}
                label={label}
                fields={merge}
                isLong={isLong}
                maxLength={max}
                value={String(value)}
                error={error ?? preview.faults[path.split('.')[1] ?? '']}
                onChange={(text) => onChange(path, text)}
              />
            );
          })}
        </Stack>
        <TemplatePreview
          siteId={siteId}
          preview={preview}
          title={template.title}
          visitId={'visitId' in template.request ? template.request.visitId : undefined}
          onVisit={onVisit}
        />
      </div>
    </Section>
  );
}
