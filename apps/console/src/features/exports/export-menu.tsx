import { Button, Menu } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { errorText, requestFile } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';

const formats = ['csv', 'xlsx', 'json'] as const;

/**
 * Takes what is shown away as a file. `address`: below /api/v1, with the query of the screen and without a format. Only
 * supervisors may, others see nothing of it.
 */
export function ExportMenu({ address }: { address: string }) {
  const { t } = useTranslation('exports');
  const { role } = useMe();
  const underWay = useRef<AbortController | null>(null);
  useEffect(() => () => underWay.current?.abort(), []);
  const exporting = useMutation({
    mutationFn: async (format: (typeof formats)[number]) => {
      const stop = new AbortController();
      underWay.current = stop;
      const path = `${address}${address.includes('?') ? '&' : '?'}format=${format}`;
      await requestFile(path, stop.signal).then(save, (error) => {
        if (!stop.signal.aborted) throw error;
      });
    },
    onError: (error) => notifyFailed(errorText(error), t('failed')),
  });
  if (role === 'operator') return null;
  if (exporting.isPending)
    return (
      <Button
        variant="default"
        size="xs"
        leftSection={<IconX size={14} aria-hidden />}
        onClick={() => underWay.current?.abort()}
      >
        {t('stop')}
      </Button>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconDownload size={14} aria-hidden />}>
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) => (
          <Menu.Item key={format} onClick={() => exporting.mutate(format)}>
            {t(format)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function save({ file, name }: { file: Blob; name: string }): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
