import type { CreatedApiKey } from '@foyer/protocol/api-key';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { CopyLine } from '../../ui/copy-line.tsx';
import classes from './api-keys-page.module.css';

/** A key that was just made, with its token, which is shown this once. */
export function CreatedKey({ created, onDone }: { created: CreatedApiKey; onDone: () => void }) {
  const { t } = useTranslation('apiKeys');
  const siteId = useSiteId();
  const path = pathFor(created, created.siteIds?.[0] ?? siteId);
  return (
    <div className={classes.created} role="status">
      <h2>{t('createdTitle', { name: created.name })}</h2>
      <p className={classes.hint}>{t('createdText')}</p>
      <CopyLine label={t('tokenLabel')} text={created.token} />
      <p className={classes.hint}>{t('tryIt')}</p>
      <CopyLine
        label={t('tryLabel')}
        text={`curl -H 'Authorization: Bearer ${created.token}' ${location.origin}/api/v1/${path}`}
      />
      <Button mt="sm" onClick={onDone}>
        {t('done')}
      </Button>
    </div>
  );
}

/** Something that the key may read. */
function pathFor({ scopes }: CreatedApiKey, siteId: string): string {
  const area = scopes[0]?.split(':')[0];
  if (area === 'users') return 'users';
  if (area === 'settings') return `sites/${siteId}`;
  return `sites/${siteId}/${area === 'chats' ? 'chats' : 'visits'}`;
}
