import { Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mailSitesQuery } from './users-api.ts';

interface MailChoiceProps {
  /** The site by whose mail server it goes; empty: whoever asks for the link passes it on. */
  value: string;
  onChange: (siteId: string) => void;
  error?: ReactNode;
}

/** How a one-time link reaches its person; says plainly by which site's mail server. */
export function MailChoice({ value, onChange, error }: MailChoiceProps) {
  const { t } = useTranslation('users');
  const sites = useQuery(mailSitesQuery);
  if (!sites.data) return null;
  if (sites.data.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('noMail')}
      </Text>
    );
  return (
    <Radio.Group label={t('field.sendBy')} value={value} onChange={onChange} error={error}>
      <Stack gap="xs" mt={4}>
        <Radio value="" label={t('byLink')} description={t('byLinkHint')} />
        {sites.data.map((site) => (
          <Radio
            key={site.id}
            value={site.id}
            label={t('byMail', { site: site.name })}
            description={t('byMailHint', { site: site.name })}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
