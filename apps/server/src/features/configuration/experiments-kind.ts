import { experimentDocuments } from '../experiments/experiment-documents.ts';
import { findExperimentFaults, findSharedInvites, sharedInviteWords } from '../experiments/find-experiment-faults.ts';
import { settleRuns } from '../experiments/settle-runs.ts';
import type { Kind } from './kind.ts';
import { namedKind } from './named-kind.ts';

const documents = namedKind({
  section: 'experiments',
  announces: 'experiments',
  log: { kind: 'experiment', name: 'Experiment' },
  documents: experimentDocuments,
  references: [
    { to: 'invites', path: ['inviteId'] },
    { to: 'invites', path: ['variants', 'inviteId'] },
  ],
  isUnordered: true,
  check(contents, _site, path) {
    const experiments = contents as unknown as Parameters<typeof findExperimentFaults>[0][];
    return [
      ...experiments.flatMap((experiment, index) =>
        findExperimentFaults(experiment).map((fault) => ({ ...fault, path: `${path}.${index}.${fault.path}` })),
      ),
      ...findSharedInvites(experiments).map(({ index, name }) => ({
        path: `${path}.${index}.inviteId`,
        message: sharedInviteWords(name),
      })),
    ];
  },
});

/** Experiments: what a file changes of them stops and begins runs like any other change. */
export const experimentsKind: Kind = {
  ...documents,
  async save(parts, trx, siteId, pairs) {
    const saved = await documents.save(parts, trx, siteId, pairs);
    await settleRuns(trx, siteId, parts.now());
    return saved;
  },
};
