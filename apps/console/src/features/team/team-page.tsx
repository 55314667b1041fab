import { Button } from '@mantine/core';
import { IconArrowLeft, IconMessages, IconSpeakerphone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSite } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { classNames } from '../../ui/class-names.ts';
import { Empty } from '../../ui/empty.tsx';
import { useIsNarrow } from '../../ui/narrow.ts';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { BroadcastForm } from './broadcast-form.tsx';
import { TeamColumn } from './team-column.tsx';
import classes from './team-page.module.css';
import { TeamPane } from './team-pane.tsx';

/** The team: channels and colleagues on the left, what they say at the right. `kind`: `site` or `person`. */
export function TeamPage({ kind, id }: { kind: string | null; id: string | null }) {
  const { t } = useTranslation('team');
  const me = useMe();
  const site = useSite();
  const isNarrow = useIsNarrow();
  const [isTelling, setIsTelling] = useState(false);
  usePageTitle(t('title'));
  const isOpen = id !== null && (kind === 'site' || kind === 'person');
  const mayBroadcast = me.role !== 'operator' && site !== null;
  const pane = isOpen ? (
    <TeamPane key={id} kind={kind} id={id} />
  ) : (
    <Empty icon={<IconMessages size={22} />} title={t('choose')}>
      {t('chooseText')}
    </Empty>
  );
  return (
    <Page
      title={t('title')}
      back={
        isNarrow && isOpen ? (
          <Link href="/team" aria-label={t('back')}>
            <IconArrowLeft size={18} aria-hidden />
          </Link>
        ) : null
      }
      actions={
        mayBroadcast ? (
          <Button
            variant="default"
            leftSection={<IconSpeakerphone size={14} aria-hidden />}
            onClick={() => setIsTelling(true)}
          >
            {t('broadcast')}
          </Button>
        ) : null
      }
    >
      {mayBroadcast ? <BroadcastForm site={site} isOpen={isTelling} onClose={() => setIsTelling(false)} /> : null}
      <div className={classes.panes}>
        {isNarrow && isOpen ? null : (
          <div className={classNames(classes.column, isNarrow && classes.whole)}>
            <TeamColumn openId={id} />
          </div>
        )}
        {isNarrow && !isOpen ? null : <div className={classes.pane}>{pane}</div>}
      </div>
    </Page>
  );
}
