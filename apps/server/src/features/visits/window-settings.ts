import { acceptedEndings } from '@foyer/protocol/chat-file';
import type { ChatOptions } from '@foyer/protocol/chat-options';
import type { Site } from '@foyer/protocol/site';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';

/** What of a site's settings its visitors' pages are told. */
export function windowSettings({
  site,
  chatOptions,
  offersTranscripts,
}: {
  site: Site;
  chatOptions: ChatOptions;
  offersTranscripts: boolean;
}): WindowSettings {
  const { emojiSelector, typingPreview, typingNotice, files } = chatOptions;
  return {
    ...site.chatWindow,
    emoji: emojiSelector,
    typingPreview,
    typingNotice: typingPreview && typingNotice.enabled ? typingNotice.text : null,
    files: files.fromVisitors
      ? { bytes: files.visitorMegabytes * 1_048_576, accept: acceptedEndings(files.officeDocuments) }
      : null,
    transcripts: offersTranscripts,
  };
}
