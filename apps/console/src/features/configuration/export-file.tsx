import { Button, Group, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSite } from '../../api/current-site.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { exportText } from './configuration-api.ts';

/** Downloads the configuration of the chosen site, or of all. */
export function ExportFile() {
  const { t } = useTranslation('configuration');
  const site = useSite();
  const [scope, setScope] = useState<'site' | 'all'>(site === null ? 'all' : 'site');
  const download = useMutation({
    mutationFn: async () => {
      const text = await exportText(scope === 'site' ? (site?.id ?? null) : null);
      save(text, `foyer-${scope === 'site' ? fileNameOf(site?.name ?? '') : 'all-sites'}.json`);
    },
    onError: (error) => notifyFailed(errorText(error), t('exportFailed')),
  });
  return (
    <Section title={t('export')} about={t('exportAbout')}>
      <Group gap="xs" align="flex-end">
        <Select
          label={t('field.scope')}
          size="xs"
          allowDeselect={false}
          value={scope}
          onChange={(value) => setScope(value === 'all' ? 'all' : 'site')}
          data={(site === null ? (['all'] as const) : (['site', 'all'] as const)).map((value) => ({
            value,
            label: value === 'site' ? `${t('scope.site')}: ${site?.name ?? ''}` : t('scope.all'),
          }))}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={14} />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t('download')}
        </Button>
      </Group>
    </Section>
  );
}

function save(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Letters and digits that any file system takes. */
function fileNameOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'site'
  );
}
