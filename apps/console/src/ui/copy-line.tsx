import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './copy-line.module.css';

/** A text to be taken elsewhere, with a button that copies it. `label` says what it is. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation('shell');
  return (
    <div className={classes.box}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a line that scrolls must be reachable by keyboard */}
      <section className={classes.text} tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </section>
      <CopyButton value={text} timeout={2500}>
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
  );
}
