import { experimentInputSchema } from '@foyer/protocol/experiment';
import { namedDocumentsIn } from '../../storage/named-documents.ts';
import { listExperiments } from './list-experiments.ts';

/** A site's experiments, for configuration files. */
export const experimentDocuments = namedDocumentsIn(
  'experiment',
  (fields) => experimentInputSchema.parse(fields),
  listExperiments,
);
