import { inviteInputSchema } from '@foyer/protocol/invite';
import { namedDocumentsIn } from '../../storage/named-documents.ts';
import { listInvites } from './list-invites.ts';

/** A site's invites, for configuration files. */
export const inviteDocuments = namedDocumentsIn('invite', (fields) => inviteInputSchema.parse(fields), listInvites);
