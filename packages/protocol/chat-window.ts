import { z } from 'zod';
import { text } from './text.ts';
import { type WindowLanguage, windowLanguages } from './window-language.ts';
import { windowTexts } from './window-texts.ts';

const words = windowTexts.en;
const language = z.enum(windowLanguages);
export const windowCorners = ['bottom-right', 'bottom-left', 'top-right', 'top-left'] as const;
export const windowThemes = ['system', 'light', 'dark'] as const;
export const windowSizes = ['small', 'medium', 'large'] as const;
export const buttonKinds = ['round', 'text', 'tab'] as const;
/** What the page shows when nobody is Online. */
export const offlineWays = ['form', 'text', 'redirect', 'hidden'] as const;

const webAddress = text(2000).refine(
  (address) => address === '' || (/^https?:\/\//i.test(address) && URL.canParse(address)),
  { message: 'must be an address that begins with https:// or http://' },
);

/** The site's own words in one more language; what is left empty is said in ours. */
const translation = z.strictObject({
  title: text(80).default(''),
  openingText: text(500).default(''),
  waitingText: text(500).default(''),
  offlineText: text(500).default(''),
  buttonText: text(30).default(''),
  typingNotice: text(200).default(''),
});
export type WindowTranslation = z.infer<typeof translation>;

const byLanguage = <T extends z.ZodType>(value: T) => z.partialRecord(language, value).default({});

const fields = {
  title: text(80, 1).default(words.title),
  openingText: text(500).default(words.openingText),
  waitingText: text(500).default(words.waitingText),
  offlineText: text(500).default(words.offlineText),
  /** On a button that has a text. */
  buttonText: text(30, 1).default(words.buttonText),
  /** Said in turn while the visitor waits, each once, in the order of their seconds. */
  waitingMessages: z
    .array(
      z.strictObject({
        afterSeconds: z.number().int().min(5).max(3600),
        text: text(500, 1),
        translations: byLanguage(text(500)),
      }),
    )
    .max(10)
    .default([]),
  /** What no other language is offered for is said in this one; the texts above are in it. */
  defaultLanguage: language.default('en'),
  /** Languages that are offered beside the default. */
  languages: z
    .array(language)
    .max(windowLanguages.length)
    .refine((list) => new Set(list).size === list.length, { message: 'names a language twice' })
    .default([]),
  translations: byLanguage(translation),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, { message: 'must be a colour such as #1c7ed6' })
    .default('#1c7ed6'),
  theme: z.enum(windowThemes).default('system'),
  /** Corner radius of the window, px. */
  radius: z.number().int().min(0).max(32).default(16),
  size: z.enum(windowSizes).default('medium'),
  /** `upload:ID` of one of the site's images; empty: none. */
  logo: z
    .string()
    .regex(/^(upload:[0-9a-f]{32})?$/, { message: 'must be one of the site’s uploaded images, or empty' })
    .default(''),
  button: z.enum(buttonKinds).default('round'),
  corner: z.enum(windowCorners).default('bottom-right'),
  /** Distances of the button from the edges of the page's window, px. */
  offsetX: z.number().int().min(0).max(400).default(20),
  offsetY: z.number().int().min(0).max(400).default(20),
  /** Page patterns (rules.md section 3): no button on these pages. */
  hiddenOn: z.array(text(500, 1)).max(50).default([]),
  opens: z.enum(['inline', 'popup']).default('inline'),
  whenOffline: z.enum(offlineWays).default('form'),
  /** Where the button leads when nobody is Online and `whenOffline` is `redirect`. */
  offlineUrl: webAddress.default(''),
};

/** How the chat button and the chat window look, and what they say. */
export const chatWindowSchema = z.strictObject(fields).superRefine(({ whenOffline, offlineUrl }, context) => {
  if (whenOffline === 'redirect' && offlineUrl === '')
    context.addIssue({ code: 'custom', path: ['offlineUrl'], message: 'is needed, to lead visitors there' });
});
export type ChatWindowSettings = z.infer<typeof chatWindowSchema>;

/** One of the site's texts in a language: its own words, or else ours. */
export function windowText(
  settings: ChatWindowSettings,
  name: Exclude<keyof WindowTranslation, 'typingNotice'>,
  wanted: WindowLanguage,
): string {
  return ownOrOurs(settings[name], settings.translations[wanted]?.[name], name, wanted, settings.defaultLanguage);
}

/** The site's text, `own` as it stands in its default language. Left as we had it in English it is ours in any. */
export function ownOrOurs(
  own: string,
  translated: string | undefined,
  name: keyof WindowTranslation,
  wanted: WindowLanguage,
  defaultLanguage: WindowLanguage,
): string {
  if (own === '') return '';
  const isOurs = own === windowTexts.en[name];
  if (wanted === defaultLanguage) return isOurs ? windowTexts[wanted][name] : own;
  return translated || windowTexts[wanted][name];
}
