import { IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './answers.module.css';

/** How a chat was rated; nothing where it was not. */
export function RatingMark({ rating }: { rating: number | null }) {
  const { t } = useTranslation('surveys');
  if (rating === null) return null;
  const label = t('ratingShort', { rating });
  return (
    <span className={classes.rating} title={label}>
      <span className="visually-hidden">{label}</span>
      <span aria-hidden>{rating}</span>
      <IconStarFilled size={11} aria-hidden />
    </span>
  );
}
