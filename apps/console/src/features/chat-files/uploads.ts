import { chatEntrySchema } from '@foyer/protocol/chat';
import type { Attachment } from '@foyer/protocol/chat-file';
import { createStore } from '../../api/create-store.ts';
import { newClientId } from '../../api/new-client-id.ts';
import { errorText, isProblem, request } from '../../api/rest-client.ts';
import { type FileUpload, uploadFile } from '../../api/upload-file.ts';

/** A file on its way into a chat: from this computer, or of a canned response. */
export interface Upload {
  /** Made before the first try and never changed: a repeat is stored once. */
  readonly cid: string;
  readonly siteId: string;
  readonly chatId: string;
  readonly name: string;
  readonly source: File | Attachment;
  /** How much of it is there: 0 to 1. */
  readonly part: number;
  readonly state: 'waiting' | 'sending' | 'failed';
  /** Why it failed, to be read after the file's name; null: it has not. */
  readonly fault: string | null;
  /** Trying again may help. */
  readonly mayRetry: boolean;
}

/** Files that are not stored yet, in the order in which they were chosen. */
export const uploads = createStore<readonly Upload[]>([]);
const underWay = new Map<string, FileUpload<unknown>>();

/** Sends files into a chat, one after the other. `faultOf`: why one is not even tried, or null. */
export function sendFiles(
  siteId: string,
  chatId: string,
  files: readonly File[],
  faultOf: (file: File) => string | null,
): void {
  add(siteId, chatId, files, (source) => faultOf(source));
}

/** Sends the files of a canned response into a chat. */
export function sendAttachments(siteId: string, chatId: string, attachments: readonly Attachment[]): void {
  add(siteId, chatId, attachments, () => null);
}

function add<T extends File | Attachment>(
  siteId: string,
  chatId: string,
  sources: readonly T[],
  faultOf: (source: T) => string | null,
): void {
  const added = sources.map((source): Upload => {
    const fault = faultOf(source);
    const state = fault === null ? 'waiting' : 'failed';
    return { cid: newClientId(), siteId, chatId, name: source.name, source, part: 0, state, fault, mayRetry: false };
  });
  uploads.update((all) => [...all, ...added]);
  sendNext(chatId);
}

/** Breaks a file off, or takes a failed one away. */
export function removeUpload(cid: string): void {
  const chatId = uploads.get().find((one) => one.cid === cid)?.chatId;
  uploads.update((all) => all.filter((one) => one.cid !== cid));
  underWay.get(cid)?.cancel();
  if (chatId !== undefined) sendNext(chatId);
}

/** Tries a failed file again, under the same id. */
export function retryUpload(cid: string): void {
  const failed = uploads.get().find((one) => one.cid === cid);
  if (failed === undefined) return;
  change(cid, { state: 'waiting', fault: null, part: 0 });
  sendNext(failed.chatId);
}

function change(cid: string, fields: Partial<Upload>): void {
  uploads.update((all) => all.map((one) => (one.cid === cid ? { ...one, ...fields } : one)));
}

function sendNext(chatId: string): void {
  const ofChat = uploads.get().filter((one) => one.chatId === chatId);
  if (ofChat.some(({ state }) => state === 'sending')) return;
  const next = ofChat.find(({ state }) => state === 'waiting');
  if (next !== undefined) void send(next);
}

async function send({ cid, siteId, chatId, source, name }: Upload): Promise<void> {
  change(cid, { state: 'sending' });
  const path = `/sites/${siteId}/chats/${chatId}/files`;
  try {
    if (source instanceof File) {
      const query = new URLSearchParams({ cid, name });
      const sending = uploadFile(`${path}?${query}`, chatEntrySchema, source, (part) => change(cid, { part }));
      underWay.set(cid, sending);
      await sending.answer;
    } else await request('POST', `${path}/canned`, chatEntrySchema, { cid, ...source });
    uploads.update((all) => all.filter((one) => one.cid !== cid));
  } catch (error) {
    change(cid, { state: 'failed', fault: faultText(error), mayRetry: !isFinal(error) });
  } finally {
    underWay.delete(cid);
    sendNext(chatId);
  }
}

/** The same file would be refused again. */
function isFinal(error: unknown): boolean {
  return isProblem(error, 'invalid_request') || isProblem(error, 'too_large') || isProblem(error, 'cid_reused');
}

/** A refusal as it is read after the name of the file. */
function faultText(error: unknown): string {
  return errorText(error).replace(/^The file /, 'it ');
}
