import type { VisitDetail } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import { AlertBadge } from '../../ui/alert-mark.tsx';
import { Country } from '../../ui/country.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatMoney } from '../../ui/format-money.ts';
import { Moment } from '../../ui/moment.tsx';
import { WebLink } from '../../ui/web-link.tsx';
import { VisitSource } from './visit-source.tsx';

/** The facts of a visit, as far as they are known. */
export function VisitFacts({ detail: { visit, live } }: { detail: VisitDetail }) {
  const { t } = useTranslation('visitors');
  const list = (...parts: (string | null)[]) => parts.filter((part) => part !== null && part !== '').join(', ');
  const place = list(visit.city, visit.region);
  // A live visit is ahead of what is stored of it.
  const worth = live ?? visit;
  return (
    <Facts
      facts={[
        [t('fact.name'), live?.name],
        [t('fact.company'), live?.company],
        [t('fact.email'), live?.email],
        [t('fact.alert'), live?.alert ? <AlertBadge key="alert" {...live.alert} /> : visit.alertName],
        [t('fact.prospectTypes'), worth.prospectTypes.join(', ')],
        [t('fact.revenue'), worth.revenue === 0 ? null : formatMoney(worth.revenue, worth.currency)],
        [t('fact.cost'), worth.cost === null ? null : formatMoney(worth.cost, worth.currency)],
        [t('fact.visitNumber'), visit.visitNumber],
        [t('fact.started'), <Moment key="started" at={visit.startedAt} />],
        [t('fact.entryPage'), <WebLink key="entry" url={visit.entryPage} />],
        [
          t('fact.referrer'),
          visit.referrer === null ? (
            <VisitSource key="source" visit={visit} />
          ) : (
            <WebLink key="referrer" url={visit.referrer} withHost />
          ),
        ],
        [t('fact.searchPhrase'), visit.searchPhrase],
        [t('fact.firstReferrer'), live?.firstReferrer],
        [
          t('fact.campaign'),
          list(visit.utmSource, visit.utmMedium, visit.utmCampaign, visit.utmTerm, visit.utmContent),
        ],
        [
          t('fact.place'),
          visit.country === null ? (
            place
          ) : (
            <span key="place" title={t('estimates')}>
              {place === '' ? '' : `${place} · `}
              <Country code={visit.country} withName />
            </span>
          ),
        ],
        [t('fact.organisation'), visit.organisation],
        [t('fact.address'), visit.address],
        [t('fact.hostName'), visit.hostName],
        [t('fact.browser'), list(visit.browser, visit.os)],
        [t('fact.device'), list(visit.device, visit.screenWidth === null ? null : `${visit.screenWidth} px`)],
        [t('fact.language'), visit.language],
        [t('fact.timeZone'), visit.timeZone],
      ]}
    />
  );
}
