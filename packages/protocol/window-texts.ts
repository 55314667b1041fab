import type { WindowLanguage } from './window-language.ts';

/** What the site itself says in its chat window, as long as it has not put it in its own words. */
export interface WindowTexts {
  title: string;
  openingText: string;
  waitingText: string;
  offlineText: string;
  buttonText: string;
  typingNotice: string;
}

/** Our words for each, by language. Those in English are the defaults of the settings. */
export const windowTexts: Record<WindowLanguage, WindowTexts> = {
  en: {
    title: 'Chat with us',
    openingText: 'Hello! How can we help?',
    waitingText: 'Thank you. Somebody will be with you in a moment.',
    offlineText: 'Nobody is here right now. Leave a message and we will come back to you.',
    buttonText: 'Chat',
    typingNotice: 'Our team can see what you type before you send it.',
  },
  de: {
    title: 'Chatten Sie mit uns',
    openingText: 'Guten Tag! Wie können wir helfen?',
    waitingText: 'Vielen Dank. Gleich ist jemand für Sie da.',
    offlineText: 'Gerade ist niemand da. Hinterlassen Sie eine Nachricht, wir melden uns bei Ihnen.',
    buttonText: 'Chat',
    typingNotice: 'Unser Team sieht schon vor dem Senden, was Sie schreiben.',
  },
  fr: {
    title: 'Discutez avec nous',
    openingText: 'Bonjour ! Comment pouvons-nous vous aider ?',
    waitingText: 'Merci. Quelqu’un sera à vous dans un instant.',
    offlineText: 'Personne n’est disponible pour le moment. Laissez un message, nous vous répondrons.',
    buttonText: 'Discuter',
    typingNotice: 'Notre équipe voit ce que vous écrivez avant l’envoi.',
  },
  es: {
    title: 'Chatee con nosotros',
    openingText: '¡Hola! ¿En qué podemos ayudarle?',
    waitingText: 'Gracias. Alguien le atenderá en un momento.',
    offlineText: 'Ahora mismo no hay nadie. Deje un mensaje y le responderemos.',
    buttonText: 'Chat',
    typingNotice: 'Nuestro equipo ve lo que escribe antes de que lo envíe.',
  },
  ar: {
    title: 'تحدّث معنا',
    openingText: 'مرحبًا! كيف يمكننا مساعدتك؟',
    waitingText: 'شكرًا لك. سيكون أحدنا معك بعد لحظات.',
    offlineText: 'لا يوجد أحد الآن. اترك رسالة وسنعود إليك.',
    buttonText: 'محادثة',
    typingNotice: 'يرى فريقنا ما تكتبه قبل إرساله.',
  },
};
