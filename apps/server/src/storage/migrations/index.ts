import type { Migration } from 'kysely';
import { initialSchema } from './0001-initial-schema.ts';
import { rulesAndEffects } from './0002-rules-and-effects.ts';
import { changeLog } from './0003-change-log.ts';
import { inviteImages } from './0004-invite-images.ts';
import { wrapUpAndTags } from './0005-wrap-up-and-tags.ts';
import { chatOptions } from './0006-chat-options.ts';
import { people } from './0007-people.ts';
import { configurationImports } from './0008-configuration-imports.ts';
import { prospectsAndCustomers } from './0009-prospects-and-customers.ts';
import { surveys } from './0015-surveys.ts';
import type { Dialect } from './column-types.ts';

/** All migrations by name, in order. A merged one is never edited. */
export function migrations(dialect: Dialect): Record<string, Migration> {
  return {
    '0001-initial-schema': initialSchema(dialect),
    '0002-rules-and-effects': rulesAndEffects(dialect),
    '0003-change-log': changeLog(dialect),
    '0005-wrap-up-and-tags': wrapUpAndTags(dialect),
    '0006-chat-options': chatOptions(dialect),
    '0007-people': people(dialect),
    '0009-prospects-and-customers': prospectsAndCustomers(),
    '0004-invite-images': inviteImages(dialect),
    '0008-configuration-imports': configurationImports(dialect),
    '0015-surveys': surveys(dialect),
  };
}
