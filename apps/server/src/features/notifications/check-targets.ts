import { smtpPorts } from '@foyer/protocol/notifications';
import { AppError } from '../../http/app-error.ts';
import { type EgressGuard, EgressRefused } from '../../http/egress-guard.ts';

/** Where a site's notifications would connect to. */
export interface Targets {
  readonly smtp: { readonly host: string; readonly port: number } | null;
  readonly sms: { readonly url: string } | null;
  readonly webhook: { readonly url: string } | null;
}

/** Throws `invalid_request`, naming each server that may not be connected to. A name that nobody knows yet passes. */
export async function checkTargets(guard: EgressGuard, { smtp, sms, webhook }: Targets): Promise<void> {
  const refusals = await Promise.all([
    refusalOf('smtp.host', smtp ? guard.checkHost(smtp.host, smtp.port, smtpPorts) : null),
    refusalOf('sms.url', sms ? guard.checkUrl(sms.url) : null),
    refusalOf('webhook.url', webhook ? guard.checkUrl(webhook.url) : null),
  ]);
  const fields = refusals.flat();
  if (fields.length > 0) throw new AppError('invalid_request', 'Some servers may not be connected to', { fields });
}

async function refusalOf(path: string, check: Promise<unknown> | null): Promise<{ path: string; message: string }[]> {
  try {
    await check;
    return [];
  } catch (error) {
    // Names are looked up again at each connection, so one that cannot be looked up now is no danger.
    return error instanceof EgressRefused ? [{ path, message: error.message }] : [];
  }
}
