import { alertInputSchema } from '@foyer/protocol/alert';
import { namedDocumentsIn } from '../../storage/named-documents.ts';
import { listAlerts } from './list-alerts.ts';

/** A site's alerts, for configuration files. The built-in one is neither added nor removed. */
export const alertDocuments = namedDocumentsIn('alert', (fields) => alertInputSchema.parse(fields), listAlerts, {
  built_in: 0,
});
