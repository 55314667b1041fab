import type { ChatWindowSettings, WindowTranslation } from '@foyer/protocol/chat-window';
import { windowLanguages } from '@foyer/protocol/window-language';
import type { UseFormReturnType } from '@mantine/form';
import { linesOf, toLines } from '../../ui/lines.ts';

/** The settings as the form holds them: page patterns one a line, and every language there, used or not. */
export type WindowValues = Omit<ChatWindowSettings, 'hiddenOn' | 'translations'> & {
  hiddenOn: string;
  translations: Record<(typeof windowLanguages)[number], WindowTranslation>;
};

export type WindowForm = UseFormReturnType<WindowValues>;

const noWords: WindowTranslation = {
  title: '',
  openingText: '',
  waitingText: '',
  offlineText: '',
  buttonText: '',
  typingNotice: '',
};

export function toValues(settings: ChatWindowSettings): WindowValues {
  return {
    ...settings,
    hiddenOn: toLines(settings.hiddenOn),
    translations: Object.fromEntries(
      windowLanguages.map((language) => [language, { ...noWords, ...settings.translations[language] }]),
    ) as WindowValues['translations'],
  };
}

/** Languages in which nothing was said are left out. */
export function toSettings(values: WindowValues): ChatWindowSettings {
  const said = Object.entries(values.translations).filter(([, words]) => Object.values(words).some(Boolean));
  return { ...values, hiddenOn: linesOf(values.hiddenOn), translations: Object.fromEntries(said) };
}

/** Every field that a refusal may name. */
export function fieldsOf(values: WindowValues): string[] {
  const words = Object.keys(noWords);
  return [
    ...Object.keys(values),
    ...windowLanguages.flatMap((language) => words.map((name) => `translations.${language}.${name}`)),
    ...values.waitingMessages.flatMap((_, index) => [
      `waitingMessages.${index}.afterSeconds`,
      `waitingMessages.${index}.text`,
      ...windowLanguages.map((language) => `waitingMessages.${index}.translations.${language}`),
    ]),
  ];
}
