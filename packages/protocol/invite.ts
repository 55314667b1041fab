import { z } from 'zod';
import { expressionSchema } from './condition.ts';
import { changedVersion, documentMeta, maxRulesPerSite } from './document.ts';
import { name, text } from './text.ts';

const patterns = z.array(text(500, 1)).max(200);

/** Named places on (and just outside of) the window; else `{ x, y }` in % of the window or px. */
export const namedPositions = [
  'top-left',
  'top',
  'top-right',
  'left',
  'center',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
  'off-left',
  'off-right',
  'off-top',
  'off-bottom',
] as const;
const coordinate = z.string().regex(/^-?\d{1,5}(\.\d{1,2})?(px|%)$/, { message: 'must be such as 20px or 50%' });
export const positionSchema = z.union([z.enum(namedPositions), z.strictObject({ x: coordinate, y: coordinate })]);
export type Position = z.infer<typeof positionSchema>;

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, { message: 'must be a colour such as #1a1b1e' });

/** Text laid over the invite's image; x and y in % of the image, size in px. */
const overlayText = z.strictObject({
  text: text(200, 1),
  x: z.number().min(0).max(100),
  y: z.number().min(0).max(100),
  size: z.number().int().min(8).max(96),
  color: colour,
  background: colour.nullable().default(null),
});

/** Fields of an invite (rules.md sections 9 and 10, S-001 to S-009). */
export const inviteFields = {
  name: name(80),
  enabled: z.boolean().default(true),
  shadow: z.boolean().default(false),
  /** `gallery:NAME` or `upload:ID`. */
  image: z
    .string()
    .regex(/^(gallery|upload):[a-z0-9-]{1,64}$/, { message: 'must be gallery:NAME or upload:ID' })
    .default('gallery:hand'),
  altText: text(200, 1),
  overlay: z
    .strictObject({
      headline: overlayText.nullable().default(null),
      line: overlayText.nullable().default(null),
      button: overlayText.nullable().default(null),
    })
    .prefault({}),
  click: z
    .strictObject({
      department: text(80).nullable().default(null),
      skill: text(80).nullable().default(null),
      survey: z.record(text(80, 1), text(500)).optional(),
    })
    .prefault({}),
  close: z.enum(['corner', 'none']).default('corner'),
  /** px, or `NN%` of the window; null: the image's own width. */
  width: z
    .union([z.number().int().min(40).max(2000), z.string().regex(/^\d{1,3}%$/, { message: 'must be such as 40%' })])
    .nullable()
    .default(null),
  start: positionSchema.default('off-right'),
  end: positionSchema.default('bottom-right'),
  animation: z
    .strictObject({
      kind: z.enum(['none', 'slide', 'fade', 'slide-fade']).default('slide'),
      durationMs: z.number().int().min(0).max(10_000).default(600),
      easing: z.enum(['linear', 'ease', 'ease-in', 'ease-out', 'ease-in-out']).default('ease-out'),
    })
    .prefault({}),
  displaySeconds: z.number().min(0).max(86_400).default(0),
  exit: z
    .strictObject({
      kind: z.enum(['none', 'fade', 'slide']).default('fade'),
      durationMs: z.number().int().min(0).max(10_000).default(400),
    })
    .prefault({}),
  delaySeconds: z.number().min(0).max(86_400).default(0),
  autoSend: z
    .strictObject({
      enabled: z.boolean().default(false),
      pages: patterns.default([]),
      conditions: expressionSchema.nullable().default(null),
    })
    .prefault({}),
  frequency: z.enum(['oncePerVisitor', 'oncePerVisit', 'everyPage']).default('oncePerVisit'),
  limits: z
    .strictObject({
      showsPerVisitor: z.number().int().min(0).max(10_000).default(3),
      quietDaysAfterDecline: z.number().int().min(0).max(3650).default(7),
    })
    .prefault({}),
};

export const inviteInputSchema = z.strictObject(inviteFields);
export type InviteInput = z.infer<typeof inviteInputSchema>;
export const inviteChangeSchema = z.strictObject({ ...inviteFields, ...changedVersion });
export const inviteSchema = z.strictObject({ ...documentMeta, ...inviteFields });
export type Invite = z.infer<typeof inviteSchema>;

/** The whole order of a site's invites: every id once. */
export const inviteOrderSchema = z.strictObject({ ids: z.array(z.uuid()).max(maxRulesPerSite) });

/** Puts back an invite that was deleted; the version is the one it had. */
export const inviteRestoreSchema = z.strictObject(changedVersion);

/** What came of an invite, by the facts of the last `days`. */
export const inviteStatisticsSchema = z.object({
  inviteId: z.string(),
  /** Invitations that were not held back. */
  sent: z.number().int(),
  shown: z.number().int(),
  accepted: z.number().int(),
  declined: z.number().int(),
  /** Chats that remember it. */
  chats: z.number().int(),
  /** Booked in visits after the invite was accepted in them, minor units of the site's currency. */
  revenue: z.number().int(),
});
export type InviteStatistics = z.infer<typeof inviteStatisticsSchema>;

const ruleName = z.object({ id: z.string(), name: z.string() });

/** The rules that send an invite, and the experiments it is part of. */
export const inviteUsesSchema = z.object({
  inviteId: z.string(),
  alerts: z.array(ruleName),
  prospectRules: z.array(ruleName),
  /** Those that try it, or show its look instead of another's. */
  experiments: z.array(ruleName),
});
export type InviteUses = z.infer<typeof inviteUsesSchema>;

/** Who wanted the invite: an operator, the visit's alert, a prospect rule, or auto send (rules.md section 9). */
export const inviteSources = ['operator', 'alert', 'prospectRule', 'autoSend'] as const;
export type InviteSource = (typeof inviteSources)[number];

/** Life of one invite sent to one visitor, the *invitation*. */
export const invitationStates = [
  'queued',
  'shown',
  'accepted',
  'declined',
  'timedOut',
  'withdrawn',
  'suppressed',
] as const;
export type InvitationState = (typeof invitationStates)[number];

/** What the visitor's page needs to draw an invite; nothing of the rule behind it. */
export const inviteFrameSchema = z.object({
  invitationId: z.uuid(),
  /** Absolute path of the image on our origin. */
  imageUrl: z.string(),
  altText: z.string(),
  overlay: inviteFields.overlay,
  close: z.enum(['corner', 'none']),
  width: z.union([z.number(), z.string()]).nullable(),
  start: positionSchema,
  end: positionSchema,
  animation: inviteFields.animation,
  displaySeconds: z.number(),
  exit: inviteFields.exit,
  delaySeconds: z.number(),
});
export type InviteFrame = z.infer<typeof inviteFrameSchema>;
