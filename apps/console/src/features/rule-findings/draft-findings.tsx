import type { DraftRule } from '@foyer/protocol/rule-finding';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import classes from './draft-findings.module.css';
import { FindingList } from './finding-list.tsx';
import { draftFindingsQuery } from './rule-findings-api.ts';

const restMs = 400;

/** What would be wrong with a rule as it stands in its editor; nothing while it could not be saved. */
export function DraftFindings({ siteId, draft }: { siteId: string; draft: DraftRule }) {
  const { t } = useTranslation('ruleFindings');
  const json = JSON.stringify(draft);
  const [rested] = useDebouncedValue(json, restMs);
  const asked = useMemo(() => JSON.parse(rested) as DraftRule, [rested]);
  const { data, isError } = useQuery(draftFindingsQuery(siteId, asked));
  const findings = isError ? [] : (data?.filter(({ code }) => code !== 'unreachable') ?? []);
  return (
    <div className={classes.draft} role="status">
      {findings.length === 0 ? null : (
        <Section title={t('draft')}>
          <FindingList siteId={siteId} findings={findings} documentOf={() => asked.document} />
        </Section>
      )}
    </div>
  );
}
