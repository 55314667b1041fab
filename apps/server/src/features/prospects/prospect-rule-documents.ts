import { prospectRuleInputSchema } from '@foyer/protocol/prospect-rule';
import { namedDocumentsIn } from '../../storage/named-documents.ts';
import { listProspectRules } from './list-prospect-rules.ts';

/** A site's prospect rules, for configuration files. */
export const prospectRuleDocuments = namedDocumentsIn(
  'prospect_rule',
  (fields) => prospectRuleInputSchema.parse(fields),
  listProspectRules,
);
