import { z } from 'zod';
import { alertFields } from './alert.ts';
import { cannedResponseFields, maxCannedResponses } from './canned-response.ts';
import { attachmentLimits } from './chat-file.ts';
import { chatOptionsInputSchema } from './chat-options.ts';
import { clientFormInputSchema } from './client-form.ts';
import { contentGroupsInputSchema } from './content-group.ts';
import { departmentFields, skillFields } from './department.ts';
import { maxRulesPerSite } from './document.ts';
import { exclusionsInputSchema } from './exclusions.ts';
import { experimentFileFields, maxExperiments } from './experiment.ts';
import { inviteFields } from './invite.ts';
import { inviteImageLimits } from './invite-image.ts';
import { notificationsFileSchema } from './notifications.ts';
import { openingHoursInputSchema } from './opening-hours.ts';
import { privacyInputSchema } from './privacy.ts';
import { prospectRuleFields } from './prospect-rule.ts';
import { referringSiteListSchema } from './referring-site.ts';
import { maxReportSchedules, reportScheduleFields } from './report-schedule.ts';
import { routingFileSchema } from './routing.ts';
import { siteFields } from './site.ts';
import { surveysInputSchema } from './survey.ts';
import { maxTagsPerSite, tagFields, tagSettingsFields } from './tag.ts';
import { name, text } from './text.ts';
import { wrapUpInputSchema } from './wrap-up.ts';

/**
 * Documents in a file need no ids. One that has an id is the stored document with it, and may be referred to by it; the
 * version of one that was copied from the API means nothing.
 */
const documentId = { id: text(80, 1).optional(), version: z.number().int().min(1).optional() };

/** A document of the site by its id or name. Of several with one name the second is `NAME (2)`, and so on. */
const reference = text(100, 1).nullable().default(null);

const { name: _name, ...siteSettings } = siteFields;
const { operatorIds: _members, ...departmentSettings } = departmentFields;
const { operatorIds: _owners, ...skillSettings } = skillFields;

const imageContent = z
  .base64({ message: 'must be the bytes of the image in base64' })
  .min(1)
  .max(Math.ceil(inviteImageLimits.storedBytes / 3) * 4, { message: 'is too large for an image' });

const attachmentContent = z
  .base64({ message: 'must be the bytes of the file in base64' })
  .min(1)
  .max(Math.ceil(attachmentLimits.bytes / 3) * 4, { message: 'is larger than 5 MB' });

/**
 * The documents of a site in a configuration file, by their names there (rules.md section 10), in the order in which they are
 * written: what is referred to comes first. A section that is left out stays as it is.
 */
export const configurationSections = {
  site: z.strictObject(siteSettings),
  /** Null: the list that Foyer comes with. */
  referringSites: referringSiteListSchema.nullable(),
  /** Without their operators: those of stored ones stay. */
  departments: z.array(z.strictObject({ ...documentId, ...departmentSettings })).max(maxRulesPerSite),
  skills: z.array(z.strictObject({ ...documentId, ...skillSettings })).max(maxRulesPerSite),
  /** Uploaded images that invites show, as they were made anew: `upload:ID` names one by its content. Those left out stay. */
  images: z
    .array(z.strictObject({ ...documentId, name: name(80), content: imageContent }))
    .max(inviteImageLimits.perSite),
  invites: z.array(z.strictObject({ ...documentId, ...inviteFields })).max(maxRulesPerSite),
  /** *All visitors* is `builtIn`, and last. A file without it leaves it as it is. */
  alerts: z
    .array(
      z.strictObject({
        ...documentId,
        builtIn: z.boolean().optional(),
        ...alertFields,
        actions: alertFields.actions.unwrap().extend({ invite: reference }).prefault({}),
      }),
    )
    .max(maxRulesPerSite),
  prospectRules: z
    .array(
      z.strictObject({
        ...documentId,
        ...prospectRuleFields,
        actions: prospectRuleFields.actions.unwrap().extend({ invite: reference }).prefault({}),
      }),
    )
    .max(maxRulesPerSite),
  /** Their invites by name or id. */
  experiments: z.array(z.strictObject({ ...documentId, ...experimentFileFields })).max(maxExperiments),
  exclusions: exclusionsInputSchema,
  notifications: notificationsFileSchema,
  /** Options keep their ids, which chats and reports refer to. */
  wrapUp: wrapUpInputSchema,
  tags: z.array(z.strictObject({ ...documentId, ...tagFields })).max(maxTagsPerSite),
  tagSettings: z.strictObject(tagSettingsFields),
  chatOptions: chatOptionsInputSchema,
  /** Departments and skills of its rules by name or id. */
  routing: routingFileSchema,
  surveys: surveysInputSchema,
  clientForm: clientFormInputSchema,
  /** Files that canned responses have, as they were taken: a response names one by the id of its content. Those left out stay. */
  cannedFiles: z.array(z.strictObject({ ...documentId, name: name(120), content: attachmentContent })).max(1000),
  openingHours: openingHoursInputSchema,
  privacy: privacyInputSchema,
  contentGroups: contentGroupsInputSchema,
  /** Those of the site; those for all sites and operators' own are in no file. */
  cannedResponses: z.array(z.strictObject({ ...documentId, ...cannedResponseFields })).max(maxCannedResponses),
  reportSchedules: z.array(z.strictObject({ ...documentId, ...reportScheduleFields })).max(maxReportSchedules),
};
export type ConfigurationSection = keyof typeof configurationSections;

/** Names of the sections, in their order. */
export const configurationSectionNames = Object.keys(configurationSections) as [
  ConfigurationSection,
  ...ConfigurationSection[],
];

/** One site of a configuration file, known by its name. */
export const siteConfigurationSchema = z
  .strictObject({ name: siteFields.name })
  .extend(z.object(configurationSections).partial().shape);
export type SiteConfigurationFile = z.infer<typeof siteConfigurationSchema>;

/** A configuration file (B-310). */
export const configurationSchema = z.strictObject({
  foyer: z.literal('configuration'),
  version: z.literal(1),
  sites: z.array(siteConfigurationSchema).max(10_000),
});
export type ConfigurationFile = z.infer<typeof configurationSchema>;

/** One thing that a plan does. `fields`: what becomes of each field of a changed document, in words. */
export const plannedChangeSchema = z.strictObject({
  change: z.enum(['added', 'changed', 'removed', 'reordered']),
  /** Null: the site has just one such document, or it is about the order of them all. */
  name: z.string().nullable(),
  fields: z.array(z.strictObject({ path: z.string(), words: z.string() })),
});
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

/** What a plan does to a site. Only sections that change are listed. */
export const plannedSiteSchema = z.strictObject({
  name: z.string(),
  /** The site is made. */
  isNew: z.boolean(),
  sections: z.array(
    z.strictObject({
      section: z.enum(configurationSectionNames),
      changes: z.array(plannedChangeSchema),
      /** What it would lead to, in words, where that is known. */
      forecasts: z.array(z.string()),
    }),
  ),
  /** Secrets that are neither in the file nor on the server: somebody has to enter them afterwards. */
  missingSecrets: z.array(z.strictObject({ path: z.string(), words: z.string() })),
});
export type PlannedSite = z.infer<typeof plannedSiteSchema>;

/** What applying would change. `id` stands for the file and for the state it was compared with. */
export const configurationPlanSchema = z.strictObject({ id: z.string(), sites: z.array(plannedSiteSchema) });
export type ConfigurationPlan = z.infer<typeof configurationPlanSchema>;

/** Whether a plan changes nothing. */
export function isEmptyPlan({ sites }: Pick<ConfigurationPlan, 'sites'>): boolean {
  return sites.every(({ isNew, sections }) => !isNew && sections.length === 0);
}

const planId = z.string().max(100);

/** Asks what a file would change. */
export const planRequestSchema = z.strictObject({ file: z.unknown() });

/** Does what was planned; refused when something has changed since. */
export const applyRequestSchema = z.strictObject({ file: z.unknown(), plan: planId });

/** What was applied. `importId` is null when there was nothing to do. */
export const appliedConfigurationSchema = z.strictObject({
  importId: z.uuid().nullable(),
  plan: configurationPlanSchema,
  /** Secrets that were made, told this once. */
  madeSecrets: z.array(z.strictObject({ site: z.string(), path: z.string(), secret: z.string() })),
});
export type AppliedConfiguration = z.infer<typeof appliedConfigurationSchema>;

/** Why a configuration was applied: a file, settings copied from another site, or the state before coming back. */
export const importCauses = ['file', 'copy', 'rollBack'] as const;

/** A configuration that was applied. */
export const configurationImportSchema = z.strictObject({
  id: z.uuid(),
  at: z.number().int(),
  /** Who did it: an operator's name, or the command line. */
  by: z.string(),
  cause: z.enum(importCauses),
  /** `changes`: how many documents were added, changed or removed. */
  sites: z.array(z.strictObject({ id: z.uuid(), name: z.string(), changes: z.number().int() })),
});
export type ConfigurationImport = z.infer<typeof configurationImportSchema>;

/** Applied configurations that can be rolled back, newest first. */
export const keptImports = 50;

/** Rolls back to the state before. `plan`: what was planned; null: refused when anything has changed since it was applied. */
export const rollBackRequestSchema = z.strictObject({ plan: planId.nullable().default(null) });

/** Copies sections of another site's settings. */
export const copySettingsSchema = z.strictObject({
  from: z.uuid(),
  sections: z.array(z.enum(configurationSectionNames)).min(1),
});
export type CopySettings = z.infer<typeof copySettingsSchema>;
export const copySettingsApplySchema = copySettingsSchema.extend({ plan: planId });
