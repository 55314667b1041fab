import { z } from 'zod';
import { name, text } from './text.ts';

/** What a site may be told by webhook. */
export const webhookEvents = ['alert.matched', 'prospect.fired', 'customer.flagged'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Merge fields of what staff get, written `{{visitor.name}}`. `link` is the visit in the console. */
export const staffMergeFields = [
  'site',
  'rule',
  'at',
  'visitor.name',
  'visitor.company',
  'visitor.email',
  'visitor.phone',
  'visit.number',
  'page',
  'page.title',
  'entryPage',
  'referrer',
  'country',
  'link',
] as const;

/** Merge fields of the body of mail to visitors. A body without `unsubscribe` gets a last line with it. */
export const visitorMergeFields = [
  'site',
  'rule',
  'visitor.name',
  'visitor.company',
  'page',
  'page.title',
  'unsubscribe',
] as const;

/** Merge fields of the subject of mail to visitors: nobody has proved that the address is theirs, so none of their own words. */
export const visitorSubjectFields = ['site'] as const;

/** Merge fields of the body of a mail that answers a missed chat; `reply` is what the operator wrote. */
export const replyMergeFields = ['site', 'reply', 'operator.name', 'visitor.name', 'question', 'at'] as const;

/** Merge fields of the body of a transcript to the visitor. A body without `unsubscribe` gets a last line with it. */
export const transcriptMergeFields = [
  'site',
  'transcript',
  'operator.name',
  'visitor.name',
  'at',
  'unsubscribe',
] as const;

/** Merge fields of a transcript to people of the site. `link` is the chat in the console. */
export const staffTranscriptMergeFields = [
  'site',
  'transcript',
  'operator.name',
  'visitor.name',
  'visitor.email',
  'at',
  'page',
  'country',
  'link',
] as const;
export const staffTranscriptSubjectFields = ['site', 'operator.name', 'visitor.name', 'at'] as const;

/** Merge fields of the request that sends an SMS. */
export const smsBodyFields = ['to', 'text'] as const;

export type MergeField =
  | (typeof staffMergeFields)[number]
  | (typeof visitorMergeFields)[number]
  | (typeof replyMergeFields)[number]
  | (typeof transcriptMergeFields)[number]
  | (typeof staffTranscriptMergeFields)[number]
  | (typeof smsBodyFields)[number];

/** A merge field in a template; the first group is its name. No expressions, no nesting. */
export const mergeFieldPattern = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Text with merge fields from a list; any other is refused by name. */
const template = (max: number, fields: readonly string[]) =>
  text(max, 1).superRefine((value, context) => {
    for (const [, field = ''] of value.matchAll(mergeFieldPattern))
      if (!fields.includes(field))
        context.addIssue({
          code: 'custom',
          message: `{{${field}}} is not a field that can be used here; these are: ${fields.join(', ')}`,
        });
  });

/** A template that says nothing without one of its fields. */
const templateWith = (field: string, fields: readonly string[]) =>
  template(10_000, fields).refine((value) => new RegExp(`\\{\\{\\s*${field}\\s*\\}\\}`).test(value), {
    message: `must contain {{${field}}}`,
  });

const subject = (fields: readonly string[]) =>
  template(200, fields).refine((value) => !/[\r\n]/.test(value), { message: 'must be one line' });

/** Exactly one plain address: no display name, no quotes, no comment. */
export const mailAddressSchema = z
  .email({ message: 'must be one mail address such as ann@example.com' })
  .max(254)
  .refine((address) => address.lastIndexOf('@') <= 64, { message: 'has too long a part before the @' });

/** E.164: `+` and 7 to 15 digits. */
export const phoneSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, { message: 'must be an international number such as +447700900123' });

const url = z
  .url({ protocol: /^https?$/, message: 'must be an address that begins with https:// or http://' })
  .max(2000);

/** Ports on which mail is handed over. */
export const smtpPorts = [25, 465, 587, 2525] as const;

const smtp = {
  host: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9.:_-]+$/, { message: 'must be a host name or an IP address' }),
  port: z.number().int().min(1).max(65_535).default(587),
  /** `tls` from the first byte (usual on 465); `starttls` or nothing is sent; `none` for a relay on the same machine. */
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: text(320, 1).nullable().default(null),
  from: z.strictObject({ name: name(80).nullable().default(null), address: mailAddressSchema }),
};

/** Header names that the request sets itself, or that would change how it is read. */
const ownHeaders = [
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const headerName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, { message: 'must be the name of an HTTP header' })
  .refine((value) => !ownHeaders.includes(value.toLowerCase()), { message: 'is set by the request itself' });
const headerValue = z
  .string()
  .max(2000)
  .regex(/^[\x20-\x7e]*$/, { message: 'must be plain ASCII on one line' });

const sms = {
  url,
  method: z.enum(['POST', 'PUT']).default('POST'),
  /** How `{{to}}` and `{{text}}` are escaped in the body. */
  contentType: z
    .enum(['application/json', 'application/x-www-form-urlencoded'])
    .default('application/x-www-form-urlencoded'),
  /** The request's body, with `{{to}}` and `{{text}}`. */
  body: template(4000, smsBodyFields)
    .refine((value) => value.includes('{{to}}'), { message: 'must contain {{to}}' })
    .refine((value) => value.includes('{{text}}'), { message: 'must contain {{text}}' }),
  /** What the SMS says. */
  text: template(480, staffMergeFields).default('{{site}}: {{rule}}, {{visitor.name}}, {{page}}'),
  /** Dialling prefixes that may be sent to, such as `+44`; all others are held back. */
  countries: z
    .array(z.string().regex(/^\+[1-9]\d{0,6}$/, { message: 'must be a dialling prefix such as +44' }))
    .min(1, { message: 'name at least one dialling prefix, such as +44' })
    .max(250),
  /** SMS within any 24 hours; the rest is held back. */
  dailyCap: z.number().int().min(1).max(10_000).default(100),
};

const webhook = {
  url,
  /** Goes off by itself when the receiver answers 410, or has failed for five days. */
  enabled: z.boolean().default(true),
  events: z
    .array(z.enum(webhookEvents))
    .max(webhookEvents.length)
    .default([...webhookEvents]),
};

/** Fields that are read and written alike. */
const plainFields = {
  /** Recipients of mail by prospect rules. */
  emails: z.array(mailAddressSchema).max(50).default([]),
  /** Recipients of SMS by prospect rules. */
  phones: z.array(phoneSchema).max(50).default([]),
  /** The site's opt-in for mail to visitors. */
  emailVisitors: z.boolean().default(false),
  visitorMail: z
    .strictObject({
      subject: subject(visitorSubjectFields).default('Thank you for visiting {{site}}'),
      body: template(10_000, visitorMergeFields).default(
        'Hello,\n\nthank you for visiting {{site}}. If you have a question, just answer this mail.\n\nNo more mail from {{site}}: {{unsubscribe}}\n',
      ),
    })
    .prefault({}),
  staffMail: z
    .strictObject({
      subject: subject(staffMergeFields).default('{{site}}: {{rule}}'),
      body: template(10_000, staffMergeFields).default(
        '{{rule}} on {{site}}, {{at}}\n\nVisitor: {{visitor.name}}\nCompany: {{visitor.company}}\nE-mail: {{visitor.email}}\nPhone: {{visitor.phone}}\nVisit number: {{visit.number}}\nPage: {{page.title}} {{page}}\nEntry page: {{entryPage}}\nCame from: {{referrer}}\nCountry: {{country}}\n\n{{link}}\n',
      ),
    })
    .prefault({}),
  /** Transcripts by e-mail. */
  transcripts: z
    .strictObject({
      /** Whether visitors can have the transcript of their chat sent to them. */
      visitors: z.boolean().default(true),
      /** Who gets the transcript of every chat when it ends. */
      recipients: z.array(mailAddressSchema).max(50).default([]),
    })
    .prefault({}),
  /** What an answer to a missed chat looks like. */
  replyMail: z
    .strictObject({
      subject: subject(visitorSubjectFields).default('Your message to {{site}}'),
      body: templateWith('reply', replyMergeFields).default(
        'Hello {{visitor.name}},\n\n{{reply}}\n\n{{operator.name}}\n{{site}}\n\nYou wrote on {{at}}:\n{{question}}\n',
      ),
      /** Where the visitor’s answer goes; null: to the sender. */
      replyTo: mailAddressSchema.nullable().default(null),
    })
    .prefault({}),
  transcriptMail: z
    .strictObject({
      subject: subject(visitorSubjectFields).default('Your chat with {{site}}'),
      body: templateWith('transcript', transcriptMergeFields).default(
        'Hello,\n\nhere is the chat on {{site}} of {{at}}.\n\n{{transcript}}\n\nSomebody asked in that chat to have it sent to this address. No more mail from {{site}}: {{unsubscribe}}\n',
      ),
    })
    .prefault({}),
  staffTranscriptMail: z
    .strictObject({
      subject: subject(staffTranscriptSubjectFields).default('{{site}}: chat with {{visitor.name}}'),
      body: templateWith('transcript', staffTranscriptMergeFields).default(
        'Chat on {{site}}, {{at}}\n\nVisitor: {{visitor.name}}\nE-mail: {{visitor.email}}\nPage: {{page}}\nOperator: {{operator.name}}\n\n{{transcript}}\n\n{{link}}\n',
      ),
    })
    .prefault({}),
};

/** In a configuration file, in place of a secret: what is there is kept. */
export const keptSecret = { secret: 'kept' } as const;
const keptSecretSchema = z.strictObject({ secret: z.literal(keptSecret.secret) });

const jsonOrAnyForm = { message: 'must be JSON when the content type is application/json', path: ['body'] };

/**
 * Notifications of a site as they are sent to be changed: all fields and the version they were read at (0: never saved).
 * A secret that is left out is kept, null removes it. Where a secret would go to another host than before, it must be
 * sent again.
 */
export const notificationsChangeSchema = z.strictObject({
  ...plainFields,
  smtp: z
    .strictObject({ ...smtp, password: text(500, 1).nullable().optional() })
    .nullable()
    .default(null),
  sms: z
    .strictObject({
      ...sms,
      headers: z
        .array(z.strictObject({ name: headerName, secret: z.boolean().default(false), value: headerValue.optional() }))
        .max(20)
        .default([]),
    })
    .refine((value) => value.contentType !== 'application/json' || isJson(value.body), jsonOrAnyForm)
    .nullable()
    .default(null),
  webhook: z.strictObject(webhook).nullable().default(null),
  version: z.number().int().min(0),
});
export type NotificationsChange = z.infer<typeof notificationsChangeSchema>;

/**
 * Notifications of a site as they stand in a configuration file. An export has no secrets: `keptSecret` stands in their
 * places. A file that somebody writes may set them: text is the new secret, null removes the password.
 */
export const notificationsFileSchema = z.strictObject({
  ...plainFields,
  smtp: z
    .strictObject({
      ...smtp,
      password: z
        .union([keptSecretSchema, text(500, 1)])
        .nullable()
        .default(keptSecret),
    })
    .nullable()
    .default(null),
  sms: z
    .strictObject({
      ...sms,
      headers: z
        .array(
          z.strictObject({
            name: headerName,
            secret: z.boolean().default(false),
            value: z.union([keptSecretSchema, headerValue]).default(keptSecret),
          }),
        )
        .max(20)
        .default([])
        .superRefine((headers, context) => {
          const names = new Set<string>();
          for (const [index, { name, secret, value }] of headers.entries()) {
            if (names.has(name.toLowerCase()))
              context.addIssue({ code: 'custom', path: [index, 'name'], message: 'stands here twice' });
            names.add(name.toLowerCase());
            if (!secret && typeof value !== 'string')
              context.addIssue({
                code: 'custom',
                path: [index, 'value'],
                message: 'must be text, since it is not secret',
              });
          }
        }),
    })
    .refine((value) => value.contentType !== 'application/json' || isJson(value.body), jsonOrAnyForm)
    .nullable()
    .default(null),
  webhook: z.strictObject(webhook).nullable().default(null),
});
export type NotificationsFile = z.infer<typeof notificationsFileSchema>;

/** Notifications of a site as answered: of secrets only whether they are set. `version` is 0 when never saved. */
export const notificationsSchema = z.strictObject({
  ...plainFields,
  smtp: z.strictObject({ ...smtp, hasPassword: z.boolean() }).nullable(),
  sms: z
    .strictObject({
      ...sms,
      /** `value` is null for secret ones. */
      headers: z.array(
        z.strictObject({
          name: z.string(),
          secret: z.boolean(),
          value: z.string().nullable(),
          hasValue: z.boolean(),
        }),
      ),
    })
    .nullable(),
  webhook: z
    .strictObject({
      ...webhook,
      /** Why it went off by itself; null while it is on, or when somebody switched it off. */
      stopped: z.strictObject({ at: z.number().int(), reason: z.string() }).nullable(),
      secretCreatedAt: z.number().int(),
      /** Until when the secret before it is valid too; null: there is none. */
      previousSecretUntil: z.number().int().nullable(),
    })
    .nullable(),
  version: z.number().int().min(0),
});
export type Notifications = z.infer<typeof notificationsSchema>;

/** What saving answers. `webhookSecret` (`whsec_…`) is told this once, when it was just made. */
export const savedNotificationsSchema = notificationsSchema.extend({ webhookSecret: z.string().nullable() });
export type SavedNotifications = z.infer<typeof savedNotificationsSchema>;

/** Asks for a new secret of the webhook; the old one stays valid beside it for 24 hours. Answered as saving is. */
export const webhookSecretRotationSchema = z.strictObject({ version: z.number().int().min(1) });

/** Sends one test item at once, outside of the outbox, with what is saved. */
export const notificationTestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('email'), to: mailAddressSchema }),
  z.strictObject({ kind: z.literal('sms'), to: phoneSchema }),
  z.strictObject({ kind: z.literal('webhook'), to: z.null().optional() }),
]);
export type NotificationTest = z.infer<typeof notificationTestSchema>;

/** What came of a test: the server's own words as text, cut at 2,000 characters. */
export const notificationTestResultSchema = z.strictObject({ accepted: z.boolean(), answer: z.string().max(2000) });
export type NotificationTestResult = z.infer<typeof notificationTestResultSchema>;

/** Asks what a template that is not saved yet says, of a visit or of a made-up one. */
export const notificationPreviewRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('staffMail'),
    ...plainFields.staffMail.unwrap().shape,
    visitId: z.uuid().nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('visitorMail'),
    ...plainFields.visitorMail.unwrap().shape,
    visitId: z.uuid().nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('sms'), text: sms.text, visitId: z.uuid().nullable().default(null) }),
  z.strictObject({
    kind: z.literal('replyMail'),
    ...plainFields.replyMail.unwrap().omit({ replyTo: true }).shape,
  }),
  z.strictObject({ kind: z.literal('transcriptMail'), ...plainFields.transcriptMail.unwrap().shape }),
  z.strictObject({ kind: z.literal('staffTranscriptMail'), ...plainFields.staffTranscriptMail.unwrap().shape }),
]);
export type NotificationPreviewRequest = z.infer<typeof notificationPreviewRequestSchema>;

/** What would be sent, as text. `subject` is null for SMS; `parts`: how many SMS the text takes, null for mail. */
export const notificationPreviewSchema = z.strictObject({
  subject: z.string().nullable(),
  text: z.string(),
  parts: z.number().int().nullable(),
});
export type NotificationPreview = z.infer<typeof notificationPreviewSchema>;

function isJson(body: string): boolean {
  try {
    JSON.parse(body.replace(mergeFieldPattern, '0'));
    return true;
  } catch {
    return false;
  }
}
