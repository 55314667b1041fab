import type {
  NotificationPreview,
  NotificationPreviewRequest,
  NotificationTest,
  NotificationTestResult,
} from '@foyer/protocol/notifications';
import { createEgressGuard, type EgressGuard } from '../../http/egress-guard.ts';
import type { Storage } from '../../storage/storage.ts';
import { SecretBox } from '../notifications/secret-box.ts';
import { OutboxWorker, type OutboxWorkerParts } from './outbox-worker.ts';
import { previewMessage } from './preview-message.ts';
import { sendTest } from './send-test.ts';
import { UnsubscribeLinks } from './unsubscribe-links.ts';

/** Items that may wait in one lane. */
const laneLimit = 50_000;

/** All that sends mail, SMS and webhooks. */
export interface Outbox {
  readonly worker: OutboxWorker;
  readonly box: SecretBox;
  readonly guard: EgressGuard;
  readonly links: UnsubscribeLinks;
  sendTest(siteId: string, test: NotificationTest): Promise<NotificationTestResult>;
  /** What a template says. Throws `not_found` for a visit that the site has not. */
  preview(siteId: string, request: NotificationPreviewRequest): Promise<NotificationPreview>;
}

export interface OutboxOptions extends Pick<OutboxWorkerParts, 'logger' | 'announce' | 'origin' | 'now'> {
  readonly storage: Storage;
  /** The installation's. */
  readonly secret: string;
  readonly egressAllow: readonly string[];
}

/** The outbox of this node. It sends nothing until it is woken. */
export function openOutbox({ secret, egressAllow, ...options }: OutboxOptions): Outbox {
  const parts = {
    ...options,
    box: new SecretBox(secret),
    guard: createEgressGuard(egressAllow),
    links: new UnsubscribeLinks(secret),
    random: Math.random,
    deadline: (ms: number) => AbortSignal.timeout(ms),
    laneLimit,
  };
  const { box, guard, links } = parts;
  return {
    worker: new OutboxWorker(parts),
    box,
    guard,
    links,
    sendTest: (siteId, test) => sendTest(parts, siteId, test),
    preview: (siteId, request) => previewMessage(parts, siteId, request),
  };
}
