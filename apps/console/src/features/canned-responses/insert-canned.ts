import { type CannedResponse, fillCannedResponse } from '@foyer/protocol/canned-response';
import type { ChatSummary } from '@foyer/protocol/chat';
import type { Me } from '@foyer/protocol/operator';
import { serverNow } from '../../api/server-clock.ts';
import { insertAtCursor } from '../../ui/insert-at-cursor.ts';
import { addAttachments } from '../chat-files/pending-attachments.tsx';
import { cannedValuesOf } from './canned-values.ts';

/** Puts a canned response into a chat's field, filled, and its files beside it: they go with the message. */
export function insertCanned(chat: ChatSummary, me: Me, field: HTMLTextAreaElement, response: CannedResponse): void {
  insertAtCursor(field, fillCannedResponse(response.body, cannedValuesOf(chat, me, serverNow())));
  addAttachments(chat.id, response.attachments);
}
