import type { ErrorCode } from '@foyer/protocol/problem';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { randomHex } from '../random-hex.ts';
import { locale, words } from './own-words.ts';
import { sayWhy } from './say-why.ts';

/** A file on its way into a chat. */
export interface Sending {
  /** Made before the first try and never changed: a repeat is stored once. */
  readonly cid: string;
  readonly chatId: string;
  readonly file: File;
  /** How much of it is there: 0 to 1. */
  part: number;
  state: 'waiting' | 'sending' | 'failed';
  /** Why it did not get there, in a sentence. */
  failure: string;
  mayRetry: boolean;
}

/** Sends files into the visitor's chat, one after the other, and finds the addresses of those that are there. */
export interface FileSender {
  add(chatId: string, files: Iterable<File>, allowed: NonNullable<WindowSettings['files']>): void;
  all(): readonly Sending[];
  retry(cid: string): void;
  /** Breaks it off, or takes it away. */
  remove(cid: string): void;
  /** Where a file can be fetched for some minutes; null: nowhere just now. */
  address(chatId: string, fileId: string): Promise<string | null>;
}

export function fileSender(siteKey: string, token: () => string | null, onChange: () => void): FileSender {
  let sendings: Sending[] = [];
  let underWay: { cid: string; request: XMLHttpRequest } | null = null;
  const path = (chatId: string) => `/t/chats/${chatId}/files`;

  function change(sending: Sending, fields: Partial<Sending>): void {
    Object.assign(sending, fields);
    onChange();
  }

  function drop(cid: string): void {
    sendings = sendings.filter((one) => one.cid !== cid);
    onChange();
  }

  function sendNext(): void {
    const next = sendings.find(({ state }) => state === 'waiting');
    if (underWay || !next) return;
    const { cid, chatId, file } = next;
    // fetch tells nothing of how far a body has come.
    const request = new XMLHttpRequest();
    underWay = { cid, request };
    change(next, { state: 'sending' });
    request.open('POST', `${path(chatId)}?${new URLSearchParams({ site: siteKey, cid, name: file.name })}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-foyer-token', token() ?? '-');
    request.upload.addEventListener('progress', ({ loaded, total }) => change(next, { part: loaded / (total || 1) }));
    request.addEventListener('loadend', () => {
      underWay = null;
      if (request.status === 201) drop(cid);
      // What is refused for what it is would be refused again.
      else change(next, { state: 'failed', failure: why(request), mayRetry: ![400, 413].includes(request.status) });
      sendNext();
    });
    request.send(file);
  }

  return {
    add(chatId, files, { bytes }) {
      for (const file of files) {
        const failure =
          file.size === 0 ? words.fileEmpty : file.size > bytes ? words.fileTooLarge(megabytes(bytes)) : '';
        const state = failure ? 'failed' : 'waiting';
        sendings.push({ cid: randomHex(16), chatId, file, part: 0, state, failure, mayRetry: false });
      }
      onChange();
      sendNext();
    },
    all: () => sendings,
    retry(cid) {
      const failed = sendings.find((one) => one.cid === cid);
      if (failed) change(failed, { state: 'waiting', failure: '', part: 0 });
      sendNext();
    },
    remove(cid) {
      drop(cid);
      if (underWay?.cid === cid) underWay.request.abort();
    },
    async address(chatId, fileId) {
      try {
        const answer = await fetch(`${path(chatId)}/${fileId}/link?site=${encodeURIComponent(siteKey)}`, {
          headers: { 'x-foyer-token': token() ?? '-' },
        });
        return answer.ok ? ((await answer.json()) as { url: string }).url : null;
      } catch {
        return null; // offline: whoever wants it asks again
      }
    },
  };
}

function megabytes(bytes: number): string {
  return Math.floor(bytes / 1_048_576).toLocaleString(locale(), { style: 'unit', unit: 'megabyte' });
}

function why({ status, responseText }: XMLHttpRequest): string {
  if (status === 0) return words.connectionBroke;
  let problem: { code?: ErrorCode; detail?: string } = {};
  try {
    problem = JSON.parse(responseText);
  } catch {
    // not from our server
  }
  const { code = 'internal', detail } = problem;
  if (code === 'forbidden') return words.noFilesHere;
  if (code === 'invalid_request' || code === 'too_large') return detail ? `${detail}.` : sayWhy(code);
  return sayWhy(code);
}
