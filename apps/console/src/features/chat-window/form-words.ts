import type { WindowLanguage } from '@foyer/protocol/window-language';

interface FormWords {
  /** `{label}`: what need not be answered. */
  optional: string;
  startChat: string;
  sendMessage: string;
}

/** What the window's form says by itself, for its picture in the settings. */
export const formWords: Record<WindowLanguage, FormWords> = {
  en: { optional: '{label} (optional)', startChat: 'Start chat', sendMessage: 'Send message' },
  de: { optional: '{label} (freiwillig)', startChat: 'Chat beginnen', sendMessage: 'Nachricht senden' },
  fr: { optional: '{label} (facultatif)', startChat: 'Commencer', sendMessage: 'Envoyer le message' },
  es: { optional: '{label} (opcional)', startChat: 'Iniciar chat', sendMessage: 'Enviar mensaje' },
  ar: { optional: '{label} (اختياري)', startChat: 'بدء المحادثة', sendMessage: 'إرسال الرسالة' },
};
