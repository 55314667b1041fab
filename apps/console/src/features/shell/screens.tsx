import { IconLock, IconMapOff } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, Route, Switch } from 'wouter';
import { useMe } from '../../api/me.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { InboxPage } from '../inbox/inbox-page.tsx';
import { VisitorsPage } from '../visitors/visitors-page.tsx';

const RecentChatsPage = lazy(async () => ({
  default: (await import('../inbox/recent-chats-page.tsx')).RecentChatsPage,
}));
const MissedChatsPage = lazy(async () => ({
  default: (await import('../missed-chats/missed-chats-page.tsx')).MissedChatsPage,
}));
const VisitListPage = lazy(async () => ({ default: (await import('../lists/visit-list-page.tsx')).VisitListPage }));
const VisitorListPage = lazy(async () => ({
  default: (await import('../lists/visitor-list-page.tsx')).VisitorListPage,
}));
const VisitorPage = lazy(async () => ({ default: (await import('../lists/visitor-page.tsx')).VisitorPage }));
const SpiderListPage = lazy(async () => ({ default: (await import('../lists/spider-list-page.tsx')).SpiderListPage }));
const ExceptionsPage = lazy(async () => ({
  default: (await import('../exceptions/exceptions-page.tsx')).ExceptionsPage,
}));
const ClientFormPage = lazy(async () => ({
  default: (await import('../client-form/client-form-page.tsx')).ClientFormPage,
}));
const SurveysPage = lazy(async () => ({ default: (await import('../surveys/surveys-page.tsx')).SurveysPage }));
const ChatOptionsPage = lazy(async () => ({
  default: (await import('../chat-options/chat-options-page.tsx')).ChatOptionsPage,
}));
const RoutingPage = lazy(async () => ({ default: (await import('../routing/routing-page.tsx')).RoutingPage }));
const CannedResponsesPage = lazy(async () => ({
  default: (await import('../canned-responses/canned-responses-page.tsx')).CannedResponsesPage,
}));
const AlertPage = lazy(async () => ({ default: (await import('../alerts/alert-page.tsx')).AlertPage }));
const AlertsPage = lazy(async () => ({ default: (await import('../alerts/alerts-page.tsx')).AlertsPage }));
const InvitesPage = lazy(async () => ({ default: (await import('../invites/invites-page.tsx')).InvitesPage }));
const BlocksPage = lazy(async () => ({ default: (await import('../blocks/blocks-page.tsx')).BlocksPage }));
const ExclusionsPage = lazy(async () => ({
  default: (await import('../exclusions/exclusions-page.tsx')).ExclusionsPage,
}));
const ReferringSitesPage = lazy(async () => ({
  default: (await import('../referring-sites/referring-sites-page.tsx')).ReferringSitesPage,
}));
const OutboxPage = lazy(async () => ({ default: (await import('../outbox/outbox-page.tsx')).OutboxPage }));
const ProspectsPage = lazy(async () => ({ default: (await import('../prospects/prospects-page.tsx')).ProspectsPage }));
const ProspectPage = lazy(async () => ({ default: (await import('../prospects/prospect-page.tsx')).ProspectPage }));
const ExperimentsPage = lazy(async () => ({
  default: (await import('../experiments/experiments-page.tsx')).ExperimentsPage,
}));
const ExperimentPage = lazy(async () => ({
  default: (await import('../experiments/experiment-page.tsx')).ExperimentPage,
}));
const SitePage = lazy(async () => ({ default: (await import('../sites/site-page.tsx')).SitePage }));
const ChatWindowPage = lazy(async () => ({
  default: (await import('../chat-window/chat-window-page.tsx')).ChatWindowPage,
}));
const ChangesPage = lazy(async () => ({ default: (await import('../changes/changes-page.tsx')).ChangesPage }));
const NotificationsPage = lazy(async () => ({
  default: (await import('../notifications/notifications-page.tsx')).NotificationsPage,
}));
const ConfigurationPage = lazy(async () => ({
  default: (await import('../configuration/configuration-page.tsx')).ConfigurationPage,
}));
const UsersPage = lazy(async () => ({ default: (await import('../users/users-page.tsx')).UsersPage }));
const WrapUpSettingsPage = lazy(async () => ({
  default: (await import('../wrap-up/wrap-up-settings-page.tsx')).WrapUpSettingsPage,
}));
const WrapUpReportPage = lazy(async () => ({
  default: (await import('../wrap-up/wrap-up-report-page.tsx')).WrapUpReportPage,
}));
const ReportSchedulesPage = lazy(async () => ({
  default: (await import('../report-schedules/report-schedules-page.tsx')).ReportSchedulesPage,
}));
const DashboardPage = lazy(async () => ({ default: (await import('../dashboard/dashboard-page.tsx')).DashboardPage }));
const ReportScreen = lazy(async () => ({ default: (await import('../reports/report-screen.tsx')).ReportScreen }));
const TagsPage = lazy(async () => ({ default: (await import('../tags/tags-page.tsx')).TagsPage }));
const UserPage = lazy(async () => ({ default: (await import('../users/user-page.tsx')).UserPage }));
const ContentGroupsPage = lazy(async () => ({
  default: (await import('../content-groups/content-groups-page.tsx')).ContentGroupsPage,
}));
const OpeningHoursPage = lazy(async () => ({
  default: (await import('../opening-hours/opening-hours-page.tsx')).OpeningHoursPage,
}));
const PrivacyPage = lazy(async () => ({ default: (await import('../privacy/privacy-page.tsx')).PrivacyPage }));
const TeamPage = lazy(async () => ({ default: (await import('../team/team-page.tsx')).TeamPage }));
const DepartmentsPage = lazy(async () => ({
  default: (await import('../departments/departments-page.tsx')).DepartmentsPage,
}));
const ApiKeysPage = lazy(async () => ({ default: (await import('../api-keys/api-keys-page.tsx')).ApiKeysPage }));
const FindingsPage = lazy(async () => ({
  default: (await import('../rule-findings/findings-page.tsx')).FindingsPage,
}));
const ShadowPage = lazy(async () => ({ default: (await import('../shadow-mode/shadow-page.tsx')).ShadowPage }));
const SettingsIndex = lazy(async () => ({
  default: (await import('../settings/settings-index.tsx')).SettingsIndex,
}));

/** Which screen an address shows. Settings load when they are first opened. */
export function Screens() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/">
          <Redirect to="/visitors" replace />
        </Route>
        <Route path="/visitors/:visitId?">{({ visitId }) => <VisitorsPage visitId={visitId ?? null} />}</Route>
        <Route path="/visits/:visitId?">
          {({ visitId }) => <VisitListPage key="visits" list="visits" visitId={visitId ?? null} />}
        </Route>
        <Route path="/alert-visits/:visitId?">
          {({ visitId }) => <VisitListPage key="alertVisits" list="alertVisits" visitId={visitId ?? null} />}
        </Route>
        <Route path="/prospects/:visitId?">
          {({ visitId }) => <VisitListPage key="prospects" list="prospects" visitId={visitId ?? null} />}
        </Route>
        <Route path="/customers/:visitId?">
          {({ visitId }) => <VisitListPage key="customers" list="customers" visitId={visitId ?? null} />}
        </Route>
        <Route path="/visitor-list">
          <VisitorListPage />
        </Route>
        <Route path="/visitor-list/:visitorId">
          {({ visitorId }) => <VisitorPage key={visitorId} visitorId={visitorId} />}
        </Route>
        <Route path="/spiders">
          <SpiderListPage />
        </Route>
        <Route path="/exceptions/:visitId?">{({ visitId }) => <ExceptionsPage visitId={visitId ?? null} />}</Route>
        <Route path="/chats/:chatId?">{({ chatId }) => <InboxPage chatId={chatId ?? null} />}</Route>
        <Route path="/missed-chats/:chatId?">{({ chatId }) => <MissedChatsPage chatId={chatId ?? null} />}</Route>
        <Route path="/recent-chats/:chatId?">{({ chatId }) => <RecentChatsPage chatId={chatId ?? null} />}</Route>
        <Route path="/team/:kind?/:id?">{({ kind, id }) => <TeamPage kind={kind ?? null} id={id ?? null} />}</Route>
        <Route path="/reports/wrap-ups">
          <WrapUpReportPage />
        </Route>
        <Route path="/dashboard">
          <DashboardPage />
        </Route>
        <Route path="/reports/:reportId?">{({ reportId }) => <ReportScreen reportId={reportId ?? null} />}</Route>
        <Route path="/settings/alerts">
          <ForAdministrators>
            <AlertsPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/alerts/:alertId">
          {({ alertId }) => <ForAdministrators>{<AlertPage alertId={alertId} />}</ForAdministrators>}
        </Route>
        <Route path="/settings/invites/:inviteId?">
          {({ inviteId }) => <ForAdministrators>{<InvitesPage inviteId={inviteId ?? null} />}</ForAdministrators>}
        </Route>
        <Route path="/settings/users">
          <ForAdministrators>
            <UsersPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/users/:userId">
          {({ userId }) => <ForAdministrators>{<UserPage key={userId} userId={userId} />}</ForAdministrators>}
        </Route>
        <Route path="/settings/departments/:kind?/:id?">
          {({ kind, id }) => (
            <ForAdministrators>
              <DepartmentsPage kind={kind ?? null} id={id ?? null} />
            </ForAdministrators>
          )}
        </Route>
        <Route path="/settings/api-keys/:what?">
          {({ what }) => <ForAdministrators>{<ApiKeysPage isAdding={what === 'new'} />}</ForAdministrators>}
        </Route>
        <Route path="/settings/prospects">
          <ForAdministrators>
            <ProspectsPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/prospects/:ruleId">
          {({ ruleId }) => <ForAdministrators>{<ProspectPage ruleId={ruleId} />}</ForAdministrators>}
        </Route>
        <Route path="/settings/experiments">
          <ForAdministrators>
            <ExperimentsPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/experiments/:experimentId/:part?">
          {({ experimentId, part }) => (
            <ForAdministrators>
              <ExperimentPage experimentId={experimentId} part={part === 'results' ? 'results' : 'setup'} />
            </ForAdministrators>
          )}
        </Route>
        <Route path="/settings/client-form">
          <ForAdministrators>
            <ClientFormPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/content-groups">
          <ForAdministrators>
            <ContentGroupsPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/opening-hours">
          <ForAdministrators>
            <OpeningHoursPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/privacy">
          <ForAdministrators>
            <PrivacyPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/surveys">
          <ForAdministrators>
            <SurveysPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/chat-options">
          <ForAdministrators>
            <ChatOptionsPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/routing">
          <ForAdministrators>
            <RoutingPage />
          </ForAdministrators>
        </Route>
        {/* For everybody: each operator has some of their own. */}
        <Route path="/settings/canned-responses/:responseId?">
          {({ responseId }) => <CannedResponsesPage responseId={responseId ?? null} />}
        </Route>
        {/* For everybody: operators see whom they have blocked. */}
        <Route path="/settings/blocks">
          <BlocksPage />
        </Route>
        <Route path="/settings/findings">
          <ForAdministrators>
            <FindingsPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/shadow/:kind/:ruleId">
          {({ kind, ruleId }) => (
            <ForAdministrators>
              <ShadowPage key={`${kind} ${ruleId}`} kind={kind} ruleId={ruleId} />
            </ForAdministrators>
          )}
        </Route>
        <Route path="/settings/exclusions">
          <ForAdministrators>
            <ExclusionsPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/referring-sites">
          <ForAdministrators>
            <ReferringSitesPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/report-schedules/:scheduleId?">
          {({ scheduleId }) => (
            <ForAdministrators>{<ReportSchedulesPage scheduleId={scheduleId ?? null} />}</ForAdministrators>
          )}
        </Route>
        <Route path="/settings/outbox/:outboxId?">
          {({ outboxId }) => <ForAdministrators>{<OutboxPage outboxId={outboxId ?? null} />}</ForAdministrators>}
        </Route>
        <Route path="/settings/wrap-up">
          <ForAdministrators>
            <WrapUpSettingsPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/tags/:tagId?">
          {({ tagId }) => <ForAdministrators>{<TagsPage tagId={tagId ?? null} />}</ForAdministrators>}
        </Route>
        <Route path="/settings/general">
          <ForAdministrators>
            <SitePage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/chat-window">
          <ForAdministrators>
            <ChatWindowPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/notifications/:part?">
          {({ part }) => <ForAdministrators>{<NotificationsPage part={part ?? null} />}</ForAdministrators>}
        </Route>
        <Route path="/settings/configuration">
          <ForAdministrators>
            <ConfigurationPage />
          </ForAdministrators>
        </Route>
        <Route path="/settings/changes/:changeId?">
          {({ changeId }) => <ForAdministrators>{<ChangesPage changeId={changeId ?? null} />}</ForAdministrators>}
        </Route>
        <Route path="/settings">
          <SettingsIndex />
        </Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}

function ForAdministrators({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell');
  const { role } = useMe();
  if (role === 'administrator') return children;
  return (
    <Empty
      isPage
      icon={<IconLock size={22} />}
      title={t('forbidden')}
      actions={<Link href="/visitors">{t('toVisitors')}</Link>}
    >
      {t('forbiddenText')}
    </Empty>
  );
}

function NotFound() {
  const { t } = useTranslation('shell');
  return (
    <Empty
      isPage
      icon={<IconMapOff size={22} />}
      title={t('notFound')}
      actions={<Link href="/visitors">{t('toVisitors')}</Link>}
    >
      {t('notFoundText')}
    </Empty>
  );
}
