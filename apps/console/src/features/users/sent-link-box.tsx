import type { SentLink } from '@foyer/protocol/operator';
import { Group } from '@mantine/core';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyLine } from '../../ui/copy-line.tsx';
import classes from './user-page.module.css';

/** A one-time link that was just made, to be passed on. */
export function SentLinkBox({ sent, children }: { sent: SentLink; children: ReactNode }) {
  const { t } = useTranslation('users');
  const { user, mailed } = sent;
  const until = dayjs(sent.expiresAt).format('D MMMM, HH:mm');
  // By the address at which the console is open: the server may know itself by another.
  const { pathname, hash } = new URL(sent.link);
  return (
    <div className={classes.sent} role="status">
      <h2>{t(user.invited ? 'linkTitle' : 'resetTitle', { name: user.name })}</h2>
      <p>{mailed ? t('linkMailed', { email: user.email, until }) : t('linkCopy', { until })}</p>
      <CopyLine label={t('linkLabel')} text={`${location.origin}${pathname}${hash}`} />
      <Group mt="sm" gap="xs">
        {children}
      </Group>
    </div>
  );
}
