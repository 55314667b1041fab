import type { windowLanguages } from './window-language.ts';

/** What of the chat button's name is ours, by language: new messages (then their number), and that a chat is open. */
export const buttonNews: Readonly<
  Record<(typeof windowLanguages)[number], { readonly unread: string; readonly open: string }>
> = {
  en: { unread: 'new messages', open: 'your chat is open' },
  de: { unread: 'neue Nachrichten', open: 'Ihr Chat ist offen' },
  fr: { unread: 'nouveaux messages', open: 'votre discussion est ouverte' },
  es: { unread: 'mensajes nuevos', open: 'su chat está abierto' },
  ar: { unread: 'رسائل جديدة', open: 'محادثتك مفتوحة' },
};
