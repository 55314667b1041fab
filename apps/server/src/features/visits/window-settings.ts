import { buttonNews } from '@foyer/protocol/button-news';
import { acceptedEndings } from '@foyer/protocol/chat-file';
import type { ChatOptions } from '@foyer/protocol/chat-options';
import { ownOrOurs, windowText } from '@foyer/protocol/chat-window';
import { readableColours } from '@foyer/protocol/readable-colours';
import type { Site } from '@foyer/protocol/site';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { chooseLanguage, directionOf } from '@foyer/protocol/window-language';
import { imagePath } from '../invites/gallery.ts';

/** What of a site's settings its visitors' pages are told, in the first of these languages (BCP 47) that the site offers. */
export function windowSettings(
  { site, chatOptions, offersTranscripts }: { site: Site; chatOptions: ChatOptions; offersTranscripts: boolean },
  languages: readonly string[] = [],
): WindowSettings {
  const { chatWindow } = site;
  const { emojiSelector, typingPreview, typingNotice, files } = chatOptions;
  const { color, theme, radius, size, logo, button, corner, offsetX, offsetY, opens, whenOffline } = chatWindow;
  const language = chooseLanguage(languages, chatWindow);
  const say = (name: Parameters<typeof windowText>[1]) => windowText(chatWindow, name, language);
  const notice = () =>
    ownOrOurs(
      typingNotice.text,
      chatWindow.translations[language]?.typingNotice,
      'typingNotice',
      language,
      chatWindow.defaultLanguage,
    );
  return {
    language,
    dir: directionOf(language),
    title: say('title'),
    openingText: say('openingText'),
    waitingText: say('waitingText'),
    waitingMessages: chatWindow.waitingMessages
      .map(({ afterSeconds, text, translations }) => ({ afterSeconds, text: translations[language] || text }))
      .sort((one, other) => one.afterSeconds - other.afterSeconds),
    offlineText: say('offlineText'),
    color,
    buttonColors: readableColours(color),
    buttonNews: buttonNews[language],
    theme,
    radius,
    size,
    logo: logo === '' ? null : imagePath(site.id, logo),
    button,
    buttonText: say('buttonText'),
    corner,
    offsetX,
    offsetY,
    opens,
    whenOffline,
    offlineUrl: whenOffline === 'redirect' ? chatWindow.offlineUrl : null,
    emoji: emojiSelector,
    typingPreview,
    files: files.fromVisitors
      ? { bytes: files.visitorMegabytes * 1_048_576, accept: acceptedEndings(files.officeDocuments) }
      : null,
    transcripts: offersTranscripts,
    typingNotice: typingPreview && typingNotice.enabled ? notice() : null,
  };
}
