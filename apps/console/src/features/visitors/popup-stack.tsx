import { Button, CloseButton, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { AlertMark } from '../../ui/alert-mark.tsx';
import { Country } from '../../ui/country.tsx';
import { InviteMenu } from './invite-menu.tsx';
import classes from './popup-stack.module.css';
import { dismissPopup, type Popup, popups } from './popups.ts';
import { VisitSource } from './visit-source.tsx';
import { visitorLabel } from './visitor-label.ts';
import { VisitorMarks } from './visitor-marks.tsx';

/** Pop-ups in the corner: announced politely, never taking the focus. */
export function Popups() {
  const { t } = useTranslation('visitors');
  const list = useStore(popups);
  return (
    <section className={classes.stack} aria-label={t('popups')} aria-live="polite" aria-relevant="additions">
      {list.map((popup) => (
        <PopupCard key={popup.popupId} popup={popup} />
      ))}
    </section>
  );
}

function PopupCard({ popup }: { popup: Popup }) {
  const { t } = useTranslation('visitors');
  const [, navigate] = useLocation();
  const { visit, rule, siteId, popupId } = popup;
  const show = () => {
    dismissPopup(popupId);
    navigate(`/visitors/${visit.visitId}`);
  };
  return (
    <article className={classes.card} aria-label={t('popupFrom', { rule: rule.name, visitor: visitorLabel(visit) })}>
      <div className={classes.rule}>
        <AlertMark icon={visit.alert?.icon ?? 'bell'} color={visit.alert?.color ?? null} />
        <span className={classes.ruleName}>{rule.name}</span>
        <CloseButton size="sm" aria-label={t('dismiss')} onClick={() => dismissPopup(popupId)} />
      </div>
      <p className={classes.name}>
        {visitorLabel(visit)} {visit.name !== null && visit.country !== null ? <Country code={visit.country} /> : null}{' '}
        <VisitorMarks visit={visit} />
      </p>
      <p className={classes.text}>{visit.pageTitle === '' ? visit.pageUrl : visit.pageTitle}</p>
      <p className={classes.text}>
        <VisitSource visit={visit} />
        {visit.organisation === null ? null : ` · ${visit.organisation}`}
      </p>
      <Group gap="xs" mt="xs">
        <Button onClick={show}>{t('show')}</Button>
        <InviteMenu siteId={siteId} visitorId={visit.visitorId} visitorName={visitorLabel(visit)} variant="default" />
      </Group>
    </article>
  );
}
