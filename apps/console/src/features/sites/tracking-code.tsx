import type { Site } from '@foyer/protocol/site';
import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCircleCheck, IconCircleDashed, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../../api/server-clock.ts';
import { Section } from '../../ui/section.tsx';
import { WebLink } from '../../ui/web-link.tsx';
import { formatAgo } from './format-ago.ts';
import classes from './tracking-code.module.css';

/** The line for the site's pages, and whether it has been seen there. */
export function TrackingCode({ site }: { site: Site }) {
  const { t } = useTranslation('sites');
  const code = `<script async src="${location.origin}/foyer.js" data-site="${site.key}"></script>`;
  return (
    <Section title={t('code')} about={t('codeLead')}>
      <div className={classes.box}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a line that scrolls must be reachable by keyboard */}
        <section className={classes.code} tabIndex={0} aria-label={t('codeLabel')}>
          <code>{code}</code>
        </section>
        <CopyButton value={code} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
            </Button>
          )}
        </CopyButton>
      </div>
      <CodeSeen site={site} />
    </Section>
  );
}

function CodeSeen({ site }: { site: Site }) {
  const { t } = useTranslation('sites');
  const now = useServerNow();
  if (site.codeSeenAt === null)
    return (
      <p className={classes.status} role="status">
        <IconCircleDashed size={16} aria-hidden /> {t('notSeen')}
      </p>
    );
  return (
    <p className={classes.status} data-seen="true">
      <IconCircleCheck size={16} aria-hidden />
      <span>
        {t('seen', { ago: formatAgo(now - site.codeSeenAt) })}
        {site.codeSeenUrl === null ? null : (
          <>
            {' '}
            {t('seenOn')} <WebLink url={site.codeSeenUrl} label={site.codeSeenUrl} />
          </>
        )}
      </span>
    </p>
  );
}
