import type { WrapUpInput } from '@foyer/protocol/wrap-up';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WrapUpChoices } from './wrap-up-choices.tsx';
import classes from './wrap-up-preview.module.css';

/** The question as the operator will see it, to try it on. */
export function WrapUpPreview({ settings }: { settings: WrapUpInput }) {
  const { t } = useTranslation('wrapUp');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [isOpened, setIsOpened] = useState(false);
  return (
    <aside className={classes.preview} aria-label={t('preview')}>
      <h2 className={classes.title}>{t('preview')}</h2>
      <div className={classes.chat} data-off={!settings.enabled}>
        <div className={classes.head}>{t('previewVisitor')}</div>
        <div className={classes.log}>
          <p className={classes.bubble}>{t('previewMessage')}</p>
        </div>
        <div className={classes.panel}>
          <WrapUpChoices
            asked={{ ...settings, message: settings.message.trim() || t('question') }}
            chosenId={chosenId}
            onChoose={({ id }) => setChosenId(id)}
            linkUrl="#"
            onOpenLink={() => setIsOpened(true)}
            isWaiting={isOpened && settings.link.completedBy === 'callback'}
            isPreview
          />
        </div>
      </div>
      <p className={classes.note}>{t(settings.enabled ? 'previewTry' : 'previewOff')}</p>
      <p className={classes.note}>
        {t(`when.${settings.shows}`)}. {t(`whenHint.${settings.shows}`)}
      </p>
    </aside>
  );
}
