import type { VisitDetail } from '@foyer/protocol/visit';
import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import { BlockControl } from '../blocks/block-control.tsx';
import { VisitWhy } from '../explanations/visit-why.tsx';
import { VisitorNotes } from '../notes/visitor-notes.tsx';
import { useVisitDetail } from './use-visit-detail.ts';
import { VisitActs } from './visit-acts.tsx';
import { VisitChats } from './visit-chats.tsx';
import { VisitEarlier } from './visit-earlier.tsx';
import { VisitFacts } from './visit-facts.tsx';
import { VisitHead } from './visit-head.tsx';
import { VisitInvitations } from './visit-invitations.tsx';
import { VisitLedger } from './visit-ledger.tsx';
import { VisitPages } from './visit-pages.tsx';

interface VisitPanelProps {
  siteId: string;
  visitId: string;
  /** Id of the chat beside which this stands, if any: it needs no way to itself. */
  inChat: string | null;
}

/** Everything known of a visit, going on as it goes on. */
export function VisitPanel({ siteId, visitId, inChat }: VisitPanelProps) {
  const detail = useVisitDetail(siteId, visitId);
  if (detail.data !== undefined) return <Detail siteId={siteId} detail={detail.data} inChat={inChat} />;
  if (detail.isError) return <Failure error={detail.error} onRetry={() => void detail.refetch()} />;
  return <Loading />;
}

function Detail({ siteId, detail, inChat }: { siteId: string; detail: VisitDetail; inChat: string | null }) {
  const { t } = useTranslation('visitors');
  return (
    <>
      <VisitHead detail={detail} />
      <VisitActs siteId={siteId} detail={detail} inChat={inChat} />
      <BlockControl siteId={siteId} detail={detail} />
      <Tabs defaultValue="overview" keepMounted={false}>
        <Tabs.List mb="md" aria-label={t('panelTabs')}>
          <Tabs.Tab value="overview">{t('overview')}</Tabs.Tab>
          <Tabs.Tab value="why">{t('why')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview siteId={siteId} detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="why">
          <VisitWhy siteId={siteId} visitId={detail.visit.id} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Overview({ siteId, detail }: { siteId: string; detail: VisitDetail }) {
  const { t } = useTranslation('visitors');
  return (
    <>
      <VisitorNotes siteId={siteId} visitorId={detail.visit.visitorId} />
      <Section title={t('facts')}>
        <VisitFacts detail={detail} />
      </Section>
      <Section title={t('pagesTitle')}>
        <VisitPages pages={detail.pages} isLive={detail.live !== null && detail.live.state !== 'left'} />
      </Section>
      <Section title={t('invitationsTitle')}>
        <VisitInvitations invitations={detail.invitations} />
      </Section>
      {detail.ledger.length === 0 ? null : (
        <Section title={t('ledgerTitle')}>
          <VisitLedger ledger={detail.ledger} currency={detail.visit.currency} />
        </Section>
      )}
      <Section title={t('chatsTitle')}>
        <VisitChats chats={detail.chats} />
      </Section>
      <Section title={t('earlierTitle')}>
        <VisitEarlier visits={detail.earlierVisits} />
        <Link href={`/visitor-list/${encodeURIComponent(detail.visit.visitorId)}`}>{t('toVisitor')}</Link>
      </Section>
    </>
  );
}
