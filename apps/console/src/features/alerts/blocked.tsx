import type { AlertList } from '@foyer/protocol/alert';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

const hole = '{{link}}';

/** Why an alert is never reached and what to do, with a link to the one that stands before it. */
export function Blocked({ by, builtIn }: { by: AlertList['unreachable'][number]; builtIn: boolean }) {
  const { t } = useTranslation('alerts');
  const [before = '', after = ''] = t(`blocked.${builtIn ? 'builtIn' : by.because}`, { link: hole }).split(hole);
  return (
    <>
      {before}
      <Link href={`/settings/alerts/${by.blockedById}`}>“{by.blockedByName}”</Link>
      {after}
    </>
  );
}
