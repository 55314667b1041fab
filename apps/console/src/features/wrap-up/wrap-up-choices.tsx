import { listChoices, type WrapUpInput, type WrapUpOption } from '@foyer/protocol/wrap-up';
import { Button, Select } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './wrap-up-choices.module.css';
import { WrapUpMenu } from './wrap-up-menu.tsx';

/** What of the settings decides how the operator is asked. */
export type Asked = Pick<WrapUpInput, 'message' | 'required' | 'type' | 'options' | 'leavesOnly' | 'link'>;

interface WrapUpChoicesProps {
  asked: Asked;
  chosenId: string | null;
  isBusy?: boolean;
  onChoose: (option: WrapUpOption) => void;
  /** Filled address of the web link; null: not known yet. */
  linkUrl: string | null;
  onOpenLink: () => void;
  /** The link was opened, and the page has still to call back. */
  isWaiting?: boolean;
  /** Nothing is opened. */
  isPreview?: boolean;
}

/** The question and the ways to answer it, as operators see them. */
export function WrapUpChoices(props: WrapUpChoicesProps) {
  const { t } = useTranslation('wrapUp');
  const id = useId();
  const { asked } = props;
  return (
    <fieldset className={classes.choices} aria-labelledby={id}>
      <p className={classes.question} id={id}>
        {asked.message}{' '}
        <span className={classes.need} data-required={asked.required}>
          {asked.required ? t('required') : t('optional')}
        </span>
      </p>
      <Ways {...props} />
    </fieldset>
  );
}

function Ways(props: WrapUpChoicesProps) {
  const {
    asked,
    chosenId,
    isBusy = false,
    onChoose,
    linkUrl,
    onOpenLink,
    isWaiting = false,
    isPreview = false,
  } = props;
  const { t } = useTranslation('wrapUp');
  // Given anew when it refuses: what is shown is what is stored.
  const [tries, setTries] = useState(0);
  if (asked.type === 'link')
    return (
      <>
        <Button
          component="a"
          variant="light"
          href={linkUrl ?? undefined}
          target="_blank"
          rel="noopener noreferrer"
          disabled={linkUrl === null}
          aria-label={t('newTab', { caption: asked.link.caption })}
          rightSection={<IconExternalLink size={14} aria-hidden />}
          onClick={(event) => {
            if (isPreview) event.preventDefault();
            onOpenLink();
          }}
          className={classes.link ?? ''}
        >
          {asked.link.caption}
        </Button>
        {isWaiting ? (
          <p className={classes.waiting} role="status">
            {t('waitsForPage')}
          </p>
        ) : null}
      </>
    );
  const choices = listChoices(asked);
  if (choices.length === 0) return <p className={classes.waiting}>{t('noChoices')}</p>;
  if (asked.type === 'menu')
    return <WrapUpMenu asked={asked} chosenId={chosenId} isBusy={isBusy} onChoose={onChoose} />;
  const nameOf = (path: readonly WrapUpOption[]) => path.map(({ label }) => label).join(' › ');
  if (asked.type === 'list')
    return (
      <Select
        key={tries}
        aria-label={t('choose')}
        placeholder={t('choose')}
        searchable
        nothingFoundMessage={t('nothingFound')}
        allowDeselect={false}
        disabled={isBusy}
        maw="22rem"
        data={choices.map(({ option, path }) => ({ value: option.id, label: nameOf(path) }))}
        value={chosenId}
        onChange={(value) => {
          const choice = choices.find(({ option }) => option.id === value);
          if (choice !== undefined) onChoose(choice.option);
          setTries(tries + 1);
        }}
      />
    );
  return (
    <div className={classes.buttons}>
      {choices.map(({ option, path }) => (
        <Button
          key={option.id}
          variant={option.id === chosenId ? 'filled' : 'default'}
          aria-pressed={option.id === chosenId}
          disabled={isBusy}
          onClick={() => onChoose(option)}
        >
          {nameOf(path)}
        </Button>
      ))}
    </div>
  );
}
