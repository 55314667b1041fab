import { mailAddressSchema, smtpPorts } from '@foyer/protocol/notifications';
import { createTransport, type NodemailerError } from 'nodemailer';
import { openEgressConnection } from '../../http/egress-connection.ts';
import type { EgressGuard } from '../../http/egress-guard.ts';
import { untilAborted } from '../../http/until-aborted.ts';
import type { SmtpSettings } from '../notifications/delivery-settings.ts';
import type { MailContent } from './mail-content.ts';
import { type Outcome, outcome, outcomeOfError } from './outcome.ts';

/** A mail to exactly one address. */
export interface Mail extends MailContent {
  /** Of the outbox: every try carries the same Message-ID. */
  readonly id: string;
  readonly to: string;
  readonly at: number;
  readonly unsubscribeUrl: string | null;
  /** Where the answer to it goes; null: to the sender. */
  readonly replyTo?: string | null;
  /** Somebody wrote it, so that other people’s absence notices may answer it. */
  readonly isByHand?: boolean;
}

/** Hands a mail to the site's SMTP server. 4xx can be tried again; 5xx to the mail itself, never. */
export async function sendMail(
  guard: EgressGuard,
  smtp: SmtpSettings,
  { id, to, at, subject, text, html, unsubscribeUrl, replyTo = null, isByHand = false }: Mail,
  signal: AbortSignal,
): Promise<Outcome> {
  if (!mailAddressSchema.safeParse(to).success) return outcome('refused', 'This is not exactly one mail address');
  try {
    const target = await untilAborted(guard.checkHost(smtp.host, smtp.port, smtpPorts), signal);
    const connection = await openEgressConnection(target, signal);
    try {
      const transport = createTransport({
        host: smtp.host,
        port: smtp.port,
        secure: smtp.security === 'tls',
        requireTLS: smtp.security === 'starttls',
        ignoreTLS: smtp.security === 'none',
        ...(smtp.user === null ? {} : { auth: { user: smtp.user, pass: smtp.password ?? '' }, forceAuth: true }),
        getSocket: (_options, done) => done(null, { connection }),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const { address, name } = smtp.from;
      const { response } = await transport.sendMail({
        from: { name: name ?? '', address },
        to: { name: '', address: to },
        envelope: { from: address, to: [to] },
        messageId: `<${id}@${address.slice(address.lastIndexOf('@') + 1)}>`,
        ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
        date: new Date(at),
        subject,
        text,
        html,
        headers: {
          ...(isByHand ? {} : { 'Auto-Submitted': 'auto-generated' }),
          ...(unsubscribeUrl === null
            ? {}
            : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
        },
        signal,
      });
      return outcome('accepted', response);
    } finally {
      connection.destroy();
    }
  } catch (error) {
    return outcomeOfSmtpError(error);
  }
}

function outcomeOfSmtpError(error: unknown): Outcome {
  const { code, response, responseCode } = error as Partial<NodemailerError>;
  if (response === undefined || responseCode === undefined)
    return code === 'EABORT' ? outcome('failed', 'No answer in time') : outcomeOfError(error);
  // A greeting or a sign-in that is refused with 5xx says nothing of this mail: settings can be put right.
  const isAboutTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (isAboutTheMail && responseCode >= 500) return outcome('refused', response);
  // Greylisting and full mailboxes (RFC 5321 §4.2.3) are about one recipient; 421 and 452 about the server.
  const isAboutTheRecipient = code === 'EENVELOPE' && (responseCode === 450 || responseCode === 451);
  return outcome(isAboutTheRecipient ? 'deferred' : 'failed', response);
}
