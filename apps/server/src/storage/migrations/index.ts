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
import { routing } from './0010-routing.ts';
import { supervision } from './0011-supervision.ts';
import { team } from './0012-team.ts';
import { files } from './0013-files.ts';
import { missedChats } from './0014-missed.ts';
import { surveys } from './0015-surveys.ts';
import { lists } from './0016-lists.ts';
import { chatLists } from './0017-chat-lists.ts';
import { dayTotals } from './0018-day-totals.ts';
import { statusLog } from './0019-status-log.ts';
import { reportSchedules } from './0020-report-schedules.ts';
import { recordings } from './0021-recordings.ts';
import { privacy } from './0022-privacy.ts';
import { experiments } from './0023-experiments.ts';
import type { Dialect } from './column-types.ts';

/** All migrations by name, in order. A merged one is never edited. */
export function migrations(dialect: Dialect): Record<string, Migration> {
  return {
    '0001-initial-schema': initialSchema(dialect),
    '0002-rules-and-effects': rulesAndEffects(dialect),
    '0003-change-log': changeLog(dialect),
    '0004-invite-images': inviteImages(dialect),
    '0005-wrap-up-and-tags': wrapUpAndTags(dialect),
    '0006-chat-options': chatOptions(dialect),
    '0007-people': people(dialect),
    '0008-configuration-imports': configurationImports(dialect),
    '0009-prospects-and-customers': prospectsAndCustomers(),
    '0010-routing': routing(dialect),
    '0011-supervision': supervision(dialect),
    '0012-team': team(dialect),
    '0013-files': files(dialect),
    '0014-missed': missedChats(dialect),
    '0015-surveys': surveys(dialect),
    '0016-lists': lists(),
    '0017-chat-lists': chatLists(dialect),
    '0018-day-totals': dayTotals(dialect),
    '0019-status-log': statusLog(dialect),
    '0020-report-schedules': reportSchedules(dialect),
    '0021-recordings': recordings(dialect),
    '0022-privacy': privacy(dialect),
    '0023-experiments': experiments(dialect),
  };
}
