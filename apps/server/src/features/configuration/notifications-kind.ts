import { configurationSections } from '@foyer/protocol/configuration';
import type { keptSecret, NotificationsFile } from '@foyer/protocol/notifications';
import { AppError } from '../../http/app-error.ts';
import { checkTargets } from '../notifications/check-targets.ts';
import {
  readNotificationsFile,
  saveNotificationsFile,
  settleNotificationsFile,
} from '../notifications/notifications-document.ts';
import type { Entry, Kind } from './kind.ts';
import { entryOf, wholeSection } from './whole-kind.ts';

const section = 'notifications';
const schema = configurationSections[section];

/** In a plan, in the place of a secret that the file brings. */
const newSecret = { secret: 'new' };

/** A site's notifications. Their secrets stay where they are; a file may bring new ones. */
export const notificationsKind: Kind = {
  ...wholeSection(section, 'notifications', { kind: 'notifications', name: 'Notifications' }),
  async read(db, siteId) {
    const { version, content } = await readNotificationsFile(db, siteId);
    return [entryOf(schema.parse(content), version)];
  },
  check: () => [],
  async checkTargets({ guard }, entries) {
    const [entry] = entries;
    if (!entry) return [];
    try {
      await checkTargets(guard, fileOf(entry));
      return [];
    } catch (error) {
      if (!(error instanceof AppError) || error.fields.length === 0) throw error;
      return error.fields.map(({ path, message }) => ({ path: `${section}.${path}`, message }));
    }
  },
  async settle({ box, now }, db, siteId, after) {
    const { content, missing } = await settleNotificationsFile(db, box, siteId, fileOf(after), now());
    return { after: { ...after, content: schema.parse(content) }, missing };
  },
  hide(content) {
    const { smtp, sms, ...rest } = content as unknown as NotificationsFile;
    const hide = (secret: string | null | typeof keptSecret) => (typeof secret === 'string' ? newSecret : secret);
    return {
      ...rest,
      smtp: smtp && { ...smtp, password: hide(smtp.password) },
      sms: sms && {
        ...sms,
        headers: sms.headers.map((header) => ({ ...header, value: header.secret ? hide(header.value) : header.value })),
      },
    };
  },
  async save({ box, now }, trx, siteId, [pair]) {
    if (!pair?.after) return { ids: [], made: [] };
    const version = pair.before?.version ?? 0;
    const saved = await saveNotificationsFile(trx, box, siteId, version, fileOf(pair.after), now());
    if (!saved) throw new AppError('conflict', 'The notifications have been changed meanwhile; look at the plan again');
    const { webhookSecret } = saved;
    return { ids: [], made: webhookSecret === null ? [] : [{ path: 'webhook', secret: webhookSecret }] };
  },
};

function fileOf({ content }: Entry): NotificationsFile {
  return content as unknown as NotificationsFile;
}
