import type { StoredAnswer } from '@foyer/protocol/survey';
import { ActionIcon } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkedText } from '../../ui/linked-text.tsx';
import classes from './answers.module.css';

/** One answer; hidden ones are dots until somebody asks for them. */
export function AnswerValue({ answer }: { answer: StoredAnswer }) {
  const { t } = useTranslation('surveys');
  const [isShown, setShown] = useState(false);
  const { label, value, shown, masked, consent } = answer;
  const text = shown ?? value;
  return (
    <span className={classes.value}>
      {masked && !isShown ? (
        <span aria-hidden>••••••</span>
      ) : (
        <span>
          <LinkedText text={text} />
        </span>
      )}
      {masked ? (
        <ActionIcon
          size="xs"
          aria-label={t(isShown ? 'hide' : 'show', { label })}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <IconEyeOff size={13} /> : <IconEye size={13} />}
        </ActionIcon>
      ) : null}
      {consent === undefined ? null : (
        <span className={classes.consent}>
          {t('consented', { at: dayjs(consent.at).format('D MMM YYYY, HH:mm'), version: consent.version })}
        </span>
      )}
    </span>
  );
}
