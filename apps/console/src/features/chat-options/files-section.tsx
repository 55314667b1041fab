import { fileLimits } from '@foyer/protocol/chat-file';
import type { ChatOptions } from '@foyer/protocol/chat-options';
import { NumberInput, SimpleGrid, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';

const sizes = ['visitorMegabytes', 'operatorMegabytes'] as const;

/** The choice about files while it is being made: a number field may be empty while somebody types. */
export type FileValues = Omit<ChatOptions['files'], (typeof sizes)[number]> &
  Record<(typeof sizes)[number], number | ''>;

interface FilesSectionProps {
  files: FileValues;
  fieldProps: (path: string, options?: { type: 'checkbox' }) => object;
}

/** Who may send files in chats, and how large ones. */
export function FilesSection({ files, fieldProps }: FilesSectionProps) {
  const { t } = useTranslation('chatOptions');
  const sides = [
    ['fromVisitors', 'visitorMegabytes', fileLimits.visitorMegabytes],
    ['fromOperators', 'operatorMegabytes', fileLimits.operatorMegabytes],
  ] as const;
  return (
    <Section title={t('files')} about={t('filesAbout')}>
      <Stack gap="md">
        {sides.map(([side, size, most]) => (
          <SimpleGrid key={side} cols={{ base: 1, xs: 2 }}>
            <Switch
              label={t(`field.${side}`)}
              description={t(`field.${side}Hint`)}
              {...fieldProps(`files.${side}`, { type: 'checkbox' })}
            />
            <NumberInput
              label={t(`field.${size}`)}
              suffix={t('megabytes')}
              min={1}
              max={most}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="none"
              disabled={!files[side]}
              {...fieldProps(`files.${size}`)}
            />
          </SimpleGrid>
        ))}
        <Switch
          label={t('field.officeDocuments')}
          description={t('field.officeDocumentsHint')}
          {...fieldProps('files.officeDocuments', { type: 'checkbox' })}
        />
      </Stack>
    </Section>
  );
}
