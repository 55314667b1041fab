import type { EntryContent } from '@foyer/protocol/chat';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import { AnswerRows } from './answer-rows.tsx';
import classes from './answers.module.css';

type SurveyContent = Extract<EntryContent, { kind: 'surveyAnswered' | 'rated' | 'fieldAsked' }>;

/** What happened around questions, as the log tells it. */
export function SurveyEntry({ content, at }: { content: SurveyContent; at: number }) {
  const { t } = useTranslation('surveys');
  const words = [t('word.veryBad'), t('word.bad'), t('word.allRight'), t('word.good'), t('word.veryGood')];
  if (content.kind === 'fieldAsked')
    return (
      <div className={classes.box}>
        <p className={classes.boxHead}>
          {t('fieldAsked', { name: content.operatorName, label: content.question.label })} <Moment at={at} />
        </p>
      </div>
    );
  if (content.kind === 'rated') {
    const { rating, comment } = content;
    const word = words[rating - 1] ?? '';
    return (
      <div className={classes.box}>
        <p className={classes.boxHead}>
          {comment === null ? t('rated', { rating, word }) : t('ratedWith', { rating, word, comment })}{' '}
          <Moment at={at} />
        </p>
      </div>
    );
  }
  return (
    <div className={classes.box}>
      <p className={classes.boxHead}>
        {t(content.phase === 'postChat' ? 'answeredAfter' : 'answered')} <Moment at={at} />
      </p>
      <AnswerRows answers={content.answers} />
    </div>
  );
}
