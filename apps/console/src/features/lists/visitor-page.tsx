import type { VisitorDetail } from '@foyer/protocol/visit-list';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearch } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Country } from '../../ui/country.tsx';
import { formatElapsed } from '../../ui/elapsed.ts';
import { Facts } from '../../ui/facts.tsx';
import { Failure } from '../../ui/failure.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { VisitorNotes } from '../notes/visitor-notes.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { VisitChats } from '../visitors/visit-chats.tsx';
import { VisitEarlier } from '../visitors/visit-earlier.tsx';
import { VisitLedger } from '../visitors/visit-ledger.tsx';
import rowClasses from '../visitors/visit-rows.module.css';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { visitorDetailQuery } from './lists-api.ts';
import classes from './visitor-page.module.css';

/** Everything that is known of one visitor, over all visits. */
export function VisitorPage({ visitorId }: { visitorId: string }) {
  const { t } = useTranslation('lists');
  const siteId = useSiteId();
  const search = useSearch();
  const detail = useQuery(visitorDetailQuery(siteId, visitorId));
  const name = detail.data === undefined ? t('visitors') : visitorLabel(detail.data.visitor);
  usePageTitle(name);
  return (
    <Page
      title={name}
      width="wide"
      back={
        <Link href={`/visitor-list${search === '' ? '' : `?${search}`}`} aria-label={t('visitorPage.back')}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      }
    >
      {detail.data !== undefined ? (
        <Detail siteId={siteId} detail={detail.data} />
      ) : detail.isError ? (
        <Failure error={detail.error} onRetry={() => void detail.refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Detail({ siteId, detail }: { siteId: string; detail: VisitorDetail }) {
  const { t } = useTranslation('lists');
  const { t: tVisitors } = useTranslation('visitors');
  const { visitor, variables, tags } = detail;
  return (
    <div className={classes.columns}>
      <div>
        <Section title={t('visitorPage.contact')}>
          <Facts
            facts={[
              [tVisitors('fact.name'), visitor.name],
              [tVisitors('fact.company'), visitor.company],
              [tVisitors('fact.email'), visitor.email],
              [t('column.phone'), visitor.phone],
              [
                t('visitorPage.fact.place'),
                visitor.country === null ? (
                  visitor.city
                ) : (
                  <span key="place">
                    {visitor.city === null ? '' : `${visitor.city} · `}
                    <Country code={visitor.country} withName />
                  </span>
                ),
              ],
              [tVisitors('fact.organisation'), visitor.organisation],
              ...Object.entries(variables).map(([name, value]): [string, string] => [name, value]),
            ]}
          />
        </Section>
        <Section title={t('visitorPage.sums')}>
          <Facts
            facts={[
              [t('visitorPage.fact.firstVisit'), <Moment key="first" at={visitor.firstVisitAt} />],
              [t('visitorPage.fact.lastVisit'), <Moment key="last" at={visitor.lastVisitAt} />],
              [t('visitorPage.fact.visits'), visitor.visitCount],
              [t('visitorPage.fact.pages'), visitor.pageCount],
              [t('visitorPage.fact.time'), formatElapsed(visitor.visibleMs)],
              [t('visitorPage.fact.chats'), visitor.chatCount],
              [
                t('visitorPage.fact.revenue'),
                visitor.revenue === 0 ? null : formatMoney(visitor.revenue, visitor.currency),
              ],
              [
                t('visitorPage.fact.firstReferrer'),
                visitor.firstReferrer === 'direct' ? t('direct') : visitor.firstReferrer,
              ],
              [t('visitorPage.fact.tags'), tags.join(', ')],
            ]}
          />
        </Section>
        <VisitorNotes siteId={siteId} visitorId={visitor.id} />
      </div>
      <div>
        <Section title={t('visitorPage.visits')}>
          <VisitEarlier visits={detail.visits} />
          <Button
            component={Link}
            variant="subtle"
            size="xs"
            href={`/visits?${new URLSearchParams({ from: '', to: '', visitorId: visitor.id })}`}
          >
            {t('visitorPage.allVisits')}
          </Button>
        </Section>
        <Section title={t('visitorPage.chats')}>
          <VisitChats chats={detail.chats} />
        </Section>
        <Section title={t('visitorPage.firings')}>
          <Firings firings={detail.firings} />
        </Section>
        <Section title={t('visitorPage.ledger')}>
          <VisitLedger ledger={detail.ledger} currency={visitor.currency} />
        </Section>
      </div>
    </div>
  );
}

function Firings({ firings }: { firings: VisitorDetail['firings'] }) {
  const { t } = useTranslation('lists');
  if (firings.length === 0) return <p className={rowClasses.none}>{t('visitorPage.noFirings')}</p>;
  return (
    <ul>
      {firings.map((firing) => (
        <li key={firing.id} className={rowClasses.row}>
          <span className={rowClasses.main}>
            <Link href={`/visits/${firing.visitId}`}>{firing.name}</Link>{' '}
            <span className={rowClasses.dim}>
              {t(`visitorPage.kind.${firing.kind}`)}
              {firing.shadow ? `, ${t('visitorPage.shadow')}` : ''}
            </span>
          </span>
          <span className={rowClasses.dim}>
            <Moment at={firing.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
