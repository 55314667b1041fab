import type { AskedSurveys } from '@foyer/protocol/survey';
import { inLanguage } from '@foyer/protocol/survey-answers';
import { element, icon, setText } from './element.ts';
import { words } from './own-words.ts';

const star = 'M12 3.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1-5.4-3-5.4 3 1.1-6.1-4.5-4.3 6.1-.8z';
const up =
  'M7 10.5v9H4v-9zM7 10.5l4-7.5c1.4 0 2.4 1 2.2 2.4l-.6 3.6h5.6c1.2 0 2 1.1 1.7 2.2l-1.6 6.6c-.2 1-1.1 1.7-2.1 1.7H7';
const down =
  'M17 13.500v-9h3v9zM17 13.500l-4 7.500c-1.4 0-2.4-1-2.2-2.400l.6-3.600H5.800c-1.200 0-2-1.100-1.700-2.200l1.600-6.600c.2-1 1.100-1.700 2.100-1.700H17';

const ratings = [words.rating1, words.rating2, words.rating3, words.rating4, words.rating5];

type Rating = NonNullable<AskedSurveys['rating']>;

/** Stars or thumbs, as the radio buttons that they are: arrow keys choose, screen readers hear the words. */
export interface RatingField {
  element: HTMLElement;
  /** Null: none chosen. */
  value(): number | null;
  choose(value: number): void;
  complain(text: string): void;
  focus(): void;
}

export function ratingField({ style, question, translations }: Rating, language: string): RatingField {
  const said = element('p', { class: 'rating-word', 'aria-hidden': 'true' });
  const mistake = element('p', { class: 'error', id: 'rating-error', role: 'alert' });
  const wordOf = (value: number) =>
    style === 'thumbs' ? (value === 1 ? words.thumbDown : words.thumbUp) : (ratings[value - 1] ?? '');
  const choices = (style === 'thumbs' ? [5, 1] : [1, 2, 3, 4, 5]).map((value) => {
    const input = element('input', { type: 'radio', name: 'rating', value, 'aria-describedby': 'rating-error' });
    const shape = style === 'stars' ? star : value === 5 ? up : down;
    const name = style === 'stars' ? `${value} – ${wordOf(value)}` : wordOf(value);
    const label = element('label', { class: 'mark', title: wordOf(value) }, input, icon(shape));
    input.setAttribute('aria-label', name);
    return { value, input, label };
  });
  const chosen = () => choices.find(({ input }) => input.checked)?.value ?? null;
  function draw(): void {
    const value = chosen();
    setText(said, value === null ? '' : wordOf(value));
    for (const choice of choices)
      choice.label.classList.toggle(
        'lit',
        value !== null && (style === 'stars' ? choice.value <= value : choice.value === value),
      );
    if (value !== null) setText(mistake, '');
  }
  const set = element(
    'fieldset',
    { class: `rating ${style}` },
    element('legend', {}, inLanguage(translations, language) || question),
    element('div', { class: 'marks' }, ...choices.map(({ label }) => label)),
    said,
    mistake,
  );
  set.addEventListener('change', draw);
  return {
    element: set,
    value: chosen,
    choose(value) {
      for (const { value: one, input } of choices) input.checked = one === value;
      draw();
    },
    complain: (text) => setText(mistake, text),
    focus: () => (choices.find(({ input }) => input.checked) ?? choices[0])?.input.focus(),
  };
}
