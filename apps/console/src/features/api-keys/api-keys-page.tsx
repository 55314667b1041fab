import type { ApiKey, ApiScope, CreatedApiKey } from '@foyer/protocol/api-key';
import { Button } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { errorText } from '../../api/rest-client.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { sitesQuery } from '../sites/sites-api.ts';
import { ApiKeyForm } from './api-key-form.tsx';
import { apiKeysQuery, refreshApiKeys, revokeApiKey } from './api-keys-api.ts';
import classes from './api-keys-page.module.css';
import { CreatedKey } from './created-key.tsx';

const home = '/settings/api-keys';

/** Keys for programs, and making one. */
export function ApiKeysPage({ isAdding }: { isAdding: boolean }) {
  const { t } = useTranslation('apiKeys');
  const [, navigate] = useLocation();
  const keys = useQuery(apiKeysQuery);
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={14} />} onClick={() => navigate(`${home}/new`)}>
      {t('add')}
    </Button>
  );
  if (isAdding)
    return (
      <SettingsPage title={t('newTitle')} purpose={t('purpose')} back={{ href: home, label: t('title') }}>
        {created === null ? (
          <ApiKeyForm onCreated={setCreated} onCancel={() => navigate(home)} />
        ) : (
          <CreatedKey
            created={created}
            onDone={() => {
              setCreated(null);
              navigate(home);
            }}
          />
        )}
      </SettingsPage>
    );
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={keys.data?.length === 0 ? null : add}
    >
      {keys.isPending ? (
        <Loading />
      ) : keys.isError ? (
        <Failure error={keys.error} onRetry={() => void keys.refetch()} />
      ) : keys.data.length === 0 ? (
        <Empty icon={<IconKey size={22} />} title={t('emptyTitle')} actions={add}>
          {t('emptyText')}
        </Empty>
      ) : (
        <ul className={classes.list} aria-label={t('listLabel')}>
          {keys.data.map((key) => (
            <KeyRow key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
      <p className={classes.docs}>
        <a href="/api/docs" target="_blank" rel="noreferrer">
          {t('docs')}
        </a>
      </p>
    </SettingsPage>
  );
}

function KeyRow({ apiKey: key }: { apiKey: ApiKey }) {
  const { t } = useTranslation('apiKeys');
  const sites = useQuery(sitesQuery);
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(key.id),
    onSuccess: () => notifyDone(t('revoked', { name: key.name })),
    onError: (error) => notifyFailed(errorText(error)),
    onSettled: refreshApiKeys,
  });
  const ask = () =>
    modals.openConfirmModal({
      title: t('revokeTitle', { name: key.name }),
      children: t('revokeText'),
      labels: { confirm: t('revoke'), cancel: t('cancel') },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': t('close', { ns: 'shell' }) },
      onConfirm: () => revoke.mutate(),
    });
  const siteNames = key.siteIds?.flatMap((id) => sites.data?.find((site) => site.id === id)?.name ?? []).join(', ');
  const isExpired = key.expiresAt !== null && key.expiresAt <= Date.now();
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <div className={classes.name}>
          {key.name} <code className={classes.prefix}>{key.prefix}…</code>
        </div>
        <div className={classes.facts}>
          <span>{key.scopes.map((scope) => t(mayKey(scope))).join(', ')}</span>
          <span>{siteNames ?? t('everySite')}</span>
        </div>
        <div className={classes.facts}>
          <span>
            {t('made')} <Moment at={key.createdAt} /> {t('madeBy', { name: key.createdBy })}
          </span>
          <span>
            {key.expiresAt === null ? (
              t('forEver')
            ) : isExpired ? (
              <strong className={classes.expired}>{t('expired')}</strong>
            ) : (
              <>
                {t('until')} <Moment at={key.expiresAt} />
              </>
            )}
          </span>
          <span>
            {key.lastUsedAt === null ? (
              t('neverUsed')
            ) : (
              <>
                {t('lastUsed')} <Moment at={key.lastUsedAt} />
              </>
            )}
          </span>
        </div>
      </div>
      <Button variant="default" onClick={ask} loading={revoke.isPending} aria-label={t('revokeOf', { name: key.name })}>
        {t('revoke')}
      </Button>
    </li>
  );
}

/** Text of a scope. */
function mayKey(scope: ApiScope) {
  return `may.${scope.replace(':', '.') as ScopeText}` as const;
}
type ScopeText = ApiScope extends infer Scope
  ? Scope extends `${infer Area}:${infer Level}`
    ? `${Area}.${Level}`
    : never
  : never;
