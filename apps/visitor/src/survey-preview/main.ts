/**
 * The page in which the console shows a form, framed: the chat window's own code draws it, with a chat that is none. Only
 * the console may frame it, and only the frame around it is listened to.
 */
import type { VisitorChat } from '@foyer/protocol/chat';
import type { SurveyPreviewReport, SurveyPreviewRequest } from '@foyer/protocol/survey-preview';
import '../chat-window/chat.css';
import './speak.ts';
import { dress } from '../chat-window/dress.ts';
import type { FileSender } from '../chat-window/file-sender.ts';
import { keep } from '../chat-window/keep.ts';
import type { WindowState } from '../chat-window/session.ts';
import { chatWindow } from '../chat-window/window.ts';

const { origin } = location;
const nowhere = keep(() => {
  throw new Error('a preview keeps nothing');
}, 'preview');
const over: VisitorChat = {
  chatId: '00000000-0000-0000-0000-000000000000',
  state: 'closed',
  operatorName: null,
  operatorPresent: false,
  lastSeq: 0,
};
let request: SurveyPreviewRequest | null = null;
let isSent = false;

const noFiles: FileSender = {
  add: () => undefined,
  all: () => [],
  retry: () => undefined,
  remove: () => undefined,
  address: async () => null,
};

const view = chatWindow(nowhere, noFiles, {
  onMinimise: () => undefined,
  onWish: sent,
  onSend: () => undefined,
  onAnswer: sent,
  onRetry: () => undefined,
  onTyped: () => undefined,
  onStoppedTyping: () => undefined,
  onEnd: () => undefined,
  onStartAgain: () => [],
  onTranscriptWanted: () => undefined,
  onPopOut: () => false,
});
document.body.replaceChildren(view.element);

addEventListener('message', ({ data, source, origin: sender }) => {
  if (source !== parent || sender !== origin) return;
  request = data as SurveyPreviewRequest;
  isSent = false;
  draw();
});
parent.postMessage({ type: 'ready' } satisfies SurveyPreviewReport, origin);

function sent(): void {
  isSent = true;
  draw();
}

function draw(): void {
  if (!request) return;
  const { form, surveys, settings, language } = request;
  dress(settings);
  if (document.documentElement.lang !== language) document.documentElement.lang = language;
  const error = isSent ? request.sent : null;
  const state: WindowState = {
    link: 'open',
    online: form !== 'offline',
    opensAt: null,
    settings,
    contact: { name: null, email: null },
    surveys,
    chat: form === 'postChat' ? over : null,
    entries: [],
    isLoaded: true,
    queued: [],
    isRequesting: false,
    requestError: error,
    requestFaults: [],
    isSurveyBusy: false,
    surveyError: error,
    surveyFaults: [],
    isOperatorTyping: false,
    seenByOperator: 0,
    queue: null,
    waitingSince: null,
    isSlowedDown: false,
    transcript: { state: 'none' },
  };
  view.draw(state);
}
