import type { RuleFinding } from '@foyer/protocol/rule-finding';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './finding-list.module.css';
import { useFindingWords } from './use-finding-words.ts';

interface FindingListProps {
  siteId: string;
  findings: readonly RuleFinding[];
  /** The rule that a finding is of. */
  documentOf: (finding: RuleFinding) => unknown;
}

/** Findings in words, what can never happen first. */
export function FindingList({ siteId, findings, documentOf }: FindingListProps) {
  const { t } = useTranslation('ruleFindings');
  const describe = useFindingWords(siteId);
  const ordered = [...findings].sort(
    (one, other) => Number(other.severity === 'error') - Number(one.severity === 'error'),
  );
  return (
    <ul className={classes.list}>
      {ordered.map((finding) => (
        <li key={finding.key} className={classes.finding} data-severity={finding.severity}>
          {finding.severity === 'error' ? (
            <IconAlertTriangle size={15} aria-hidden />
          ) : (
            <IconInfoCircle size={15} aria-hidden />
          )}
          <span>
            <span className="visually-hidden">{t(finding.severity)}: </span>
            {describe(finding, documentOf(finding))}
          </span>
        </li>
      ))}
    </ul>
  );
}
