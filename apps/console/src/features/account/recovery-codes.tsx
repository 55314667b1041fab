import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './two-factor.module.css';

/** The recovery codes, which are shown this once. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { t } = useTranslation('account');
  return (
    <Stack gap="sm">
      <Text fw={600}>{t('codesTitle')}</Text>
      <Text size="sm">{t('codesText')}</Text>
      <ul className={classes.codes} aria-label={t('codesLabel')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group>
        <CopyButton value={codes.join('\n')} timeout={2500}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              <span aria-live="polite">{copied ? t('copied') : t('copyCodes')}</span>
            </Button>
          )}
        </CopyButton>
        <Button onClick={onKept}>{t('codesKept')}</Button>
      </Group>
    </Stack>
  );
}
