import { z } from 'zod';
import { expressionSchema } from './condition.ts';
import { operatorStatuses } from './operator.ts';
import { name, text } from './text.ts';

/** How a pending chat reaches its operators: all at once, or one after the other by load or by turn. */
export const routingStrategies = ['ringAll', 'leastBusy', 'rotate'] as const;
export type RoutingStrategy = (typeof routingStrategies)[number];

/** What of a chat's wishes still counts. A chat falls back from level to level, in this order or over some of them. */
export const routeLevels = ['asked', 'withoutSkills', 'withoutDepartment', 'everybody'] as const;
export type RouteLevel = (typeof routeLevels)[number];

const seconds = (least: number, usual: number) => z.number().int().min(least).max(3600).default(usual);

/** One step of the fall-back: whether it is taken, and after how long without an answer. */
const fallbackStep = (enabled: boolean, afterSeconds: number) =>
  z.strictObject({ enabled: z.boolean().default(enabled), afterSeconds: seconds(0, afterSeconds) }).prefault({});

const ruleFields = {
  name: name(80),
  enabled: z.boolean().default(true),
  /** On the visit that asks for the chat, with what it asked for. */
  conditions: expressionSchema,
};

export const maxRoutingRules = 100;

const settings = {
  strategy: z.enum(routingStrategies).default('ringAll'),
  /** A chat is given to its operator without asking; who neither writes nor confirms in time loses it. */
  forced: z.boolean().default(false),
  /** For how long a chat is offered to one operator, or a forced one waits for a word of theirs. */
  acceptTimeoutSeconds: z.number().int().min(5).max(600).default(20),
  /** For how long a transfer is offered. */
  transferTimeoutSeconds: z.number().int().min(5).max(600).default(60),
  fallback: z
    .strictObject({
      withoutSkills: fallbackStep(true, 60),
      withoutDepartment: fallbackStep(true, 60),
      /** The chat is missed: the visitor can leave a message. */
      missed: fallbackStep(false, 120),
    })
    .prefault({}),
};

/** How chats of a site find their operators (W-184..186). The first rule that holds decides; null and none leave it open. */
export const routingFields = {
  ...settings,
  rules: z
    .array(
      z.strictObject({
        ...ruleFields,
        departmentId: z.uuid().nullable().default(null),
        skillIds: z.array(z.uuid()).max(20).default([]),
      }),
    )
    .max(maxRoutingRules)
    .default([]),
};

export const routingInputSchema = z.strictObject(routingFields);
export type RoutingInput = z.infer<typeof routingInputSchema>;
export const routingChangeSchema = z.strictObject({ ...routingFields, version: z.number().int().min(0) });
/** Version 0: never saved yet. */
export const routingSchema = z.strictObject({ ...routingFields, version: z.number().int().min(0) });
export type Routing = z.infer<typeof routingSchema>;
export type RoutingRule = Routing['rules'][number];

/** The same in a configuration file, where departments and skills may stand by their names. */
export const routingFileSchema = z.strictObject({
  ...settings,
  rules: z
    .array(
      z.strictObject({
        ...ruleFields,
        departmentId: text(100, 1).nullable().default(null),
        skillIds: z.array(text(100, 1)).max(20).default([]),
      }),
    )
    .max(maxRoutingRules)
    .default([]),
});

/** What a chat asks for, by name or id. Names that the site has not mean nothing. */
export const routingWish = {
  department: text(80).optional(),
  skills: z.array(text(80)).max(20).optional(),
};
export interface RoutingWish {
  readonly department?: string | undefined;
  readonly skills?: readonly string[] | undefined;
}

/** How a pending chat is being routed just now. */
export const chatRouteSchema = z.object({
  level: z.enum(routeLevels),
  /** Since when this level holds. */
  since: z.number().int(),
  /** The one operator whom it rings at; null: it rings at all who could take it. */
  offer: z.object({ operatorId: z.uuid(), operatorName: z.string(), until: z.number().int() }).nullable(),
});

export const transferKinds = ['operator', 'department', 'skill'] as const;
/** To whom a chat is passed on. */
export const transferTargetSchema = z.object({ kind: z.enum(transferKinds), id: z.uuid(), name: z.string() });
export type TransferTarget = z.infer<typeof transferTargetSchema>;

/** An active chat that its operator offers to others, and keeps until it is taken. */
export const chatTransferSchema = z.object({
  id: z.uuid(),
  to: transferTargetSchema,
  note: z.string(),
  fromOperatorId: z.uuid(),
  fromOperatorName: z.string(),
  at: z.number().int(),
  until: z.number().int(),
  /** Those of a department or with a skill who do not want it; the others are still asked. */
  declinedBy: z.array(z.uuid()),
});
export type ChatTransfer = z.infer<typeof chatTransferSchema>;

/** Asks who would get a chat (a dry run). */
export const routingTestSchema = z.strictObject({
  departmentId: z.uuid().nullable().default(null),
  skillIds: z.array(z.uuid()).max(20).default([]),
});

/** Why an operator would get a chat, or would not. */
export const routingReasons = [
  'gets',
  'notInDepartment',
  'lacksSkills',
  'notConnected',
  'notOnline',
  'atLimit',
] as const;
export type RoutingReason = (typeof routingReasons)[number];

const candidateSchema = z.object({
  operatorId: z.uuid(),
  name: z.string(),
  status: z.enum(operatorStatuses),
  activeChats: z.number().int(),
  reason: z.enum(routingReasons),
  /** Names of the skills that they lack, where that is the reason. */
  lacks: z.array(z.string()),
});

/** Who would get such a chat now, level by level, in the order in which they would be asked; those who would not come last. */
export const routingTestAnswerSchema = z.object({
  levels: z.array(
    z.object({ level: z.enum(routeLevels), afterSeconds: z.number().int(), operators: z.array(candidateSchema) }),
  ),
});
export type RoutingTestAnswer = z.infer<typeof routingTestAnswerSchema>;

/** To whom a chat could be passed on. `online`: how many could take it now, of `total`. */
export const transferTargetsSchema = z.object({
  items: z.array(
    transferTargetSchema.extend({
      online: z.number().int(),
      total: z.number().int(),
      /** Of an operator. */
      status: z.enum(operatorStatuses).nullable(),
      activeChats: z.number().int().nullable(),
    }),
  ),
});
export type TransferTargets = z.infer<typeof transferTargetsSchema>;
