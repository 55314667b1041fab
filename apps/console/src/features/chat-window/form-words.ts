import type { WindowLanguage } from '@foyer/protocol/window-language';

interface FormWords {
  name: string;
  email: string;
  emailOptional: string;
  question: string;
  message: string;
  startChat: string;
  sendMessage: string;
}

/** What the window's form says by itself, for its picture in the settings. */
export const formWords: Record<WindowLanguage, FormWords> = {
  en: {
    name: 'Name (optional)',
    email: 'E-mail',
    emailOptional: 'E-mail (optional)',
    question: 'Your question',
    message: 'Message',
    startChat: 'Start chat',
    sendMessage: 'Send message',
  },
  de: {
    name: 'Name (freiwillig)',
    email: 'E-Mail',
    emailOptional: 'E-Mail (freiwillig)',
    question: 'Ihre Frage',
    message: 'Nachricht',
    startChat: 'Chat beginnen',
    sendMessage: 'Nachricht senden',
  },
  fr: {
    name: 'Nom (facultatif)',
    email: 'E-mail',
    emailOptional: 'E-mail (facultatif)',
    question: 'Votre question',
    message: 'Message',
    startChat: 'Commencer',
    sendMessage: 'Envoyer le message',
  },
  es: {
    name: 'Nombre (opcional)',
    email: 'Correo electrónico',
    emailOptional: 'Correo electrónico (opcional)',
    question: 'Su pregunta',
    message: 'Mensaje',
    startChat: 'Iniciar chat',
    sendMessage: 'Enviar mensaje',
  },
  ar: {
    name: 'الاسم (اختياري)',
    email: 'البريد الإلكتروني',
    emailOptional: 'البريد الإلكتروني (اختياري)',
    question: 'سؤالك',
    message: 'الرسالة',
    startChat: 'بدء المحادثة',
    sendMessage: 'إرسال الرسالة',
  },
};
