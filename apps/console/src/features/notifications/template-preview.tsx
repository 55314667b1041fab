import { pageOf } from '@foyer/protocol/cursor';
import type { NotificationPreview, NotificationPreviewRequest } from '@foyer/protocol/notifications';
import { visitSchema } from '@foyer/protocol/visit';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText, request } from '../../api/rest-client.ts';
import { formatMoment } from '../../ui/moment.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { previewTemplate } from './notifications-api.ts';
import classes from './template-preview.module.css';

/** Somebody types: the server is asked when they pause. */
const pauseMs = 250;
const visitPage = pageOf(visitSchema);

interface Preview {
  data: NotificationPreview | undefined;
  /** What is wrong with the template, by its fields. */
  faults: Record<string, string>;
  error: unknown;
}

/** What a template says, as it is typed. */
export function useTemplatePreview(siteId: string, template: NotificationPreviewRequest): Preview {
  const [settled] = useDebouncedValue(template, pauseMs);
  const preview = useQuery({
    queryKey: ['site', siteId, 'notifications', 'preview', settled],
    queryFn: () => previewTemplate(siteId, settled),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    data: preview.isError ? undefined : preview.data,
    faults: fieldErrors(preview.error, ['subject', 'body', 'text']),
    error: preview.error,
  };
}

interface TemplatePreviewProps {
  siteId: string;
  preview: Preview;
  title: string;
  /** Undefined: it says nothing of a visit. */
  visitId: string | null | undefined;
  onVisit: (visitId: string | null) => void;
}

/** Shows it, of a made-up visit or a recent one. */
export function TemplatePreview({ siteId, preview, title, visitId, onVisit }: TemplatePreviewProps) {
  const { t } = useTranslation('notifications');
  const visits = useQuery({
    queryKey: ['site', siteId, 'visits', 'recent'],
    queryFn: () => request('GET', `/sites/${siteId}/visits?limit=20`, visitPage),
    enabled: visitId !== undefined,
  });
  const recent = visits.data?.items ?? [];
  const label = `${t('preview')}: ${title}`;
  return (
    <div className={classes.preview}>
      <div className={classes.head}>
        <h3 className={classes.title}>{t('preview')}</h3>
        {visitId === undefined ? null : (
          <Select
            aria-label={`${t('previewOf')}: ${title}`}
            size="xs"
            className={classes.visit ?? ''}
            allowDeselect={false}
            value={visitId ?? ''}
            onChange={(value) => onVisit(value === '' ? null : value)}
            data={[
              { value: '', label: t('sample') },
              ...recent.map((visit) => ({
                value: visit.id,
                label: `${formatMoment(visit.startedAt, Date.now())} · ${visitorLabel({ name: null, country: visit.country })} · ${shortUrl(visit.entryPage)}`,
              })),
            ]}
          />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.paper} tabIndex={0} aria-label={label}>
        {preview.data === undefined ? (
          <p className={classes.fault}>
            {preview.error === null
              ? ''
              : Object.keys(preview.faults).length > 0
                ? t('previewFault')
                : errorText(preview.error)}
          </p>
        ) : (
          <>
            {preview.data.subject === null ? null : (
              <p className={classes.subject}>
                <span className="visually-hidden">{t('previewSubject')}: </span>
                {preview.data.subject}
              </p>
            )}
            <p className={classes.text}>{preview.data.text}</p>
          </>
        )}
      </section>
      {preview.data?.parts == null ? null : (
        <p className={classes.parts}>{t('parts', { count: preview.data.parts })}</p>
      )}
    </div>
  );
}
