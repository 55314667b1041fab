import type { ConfigurationPlan, PlannedChange, PlannedSite } from '@foyer/protocol/configuration';
import { IconArrowsSort, IconInfoCircle, IconKey, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './plan-view.module.css';

const icons = { added: IconPlus, changed: IconPencil, removed: IconMinus, reordered: IconArrowsSort };

/** A plan in words: what is added, changed field by field, removed and put in another order. */
export function PlanView({ plan, nothing }: { plan: ConfigurationPlan; nothing: string }) {
  const { t } = useTranslation('configuration');
  const changed = plan.sites.filter(({ isNew, sections }) => isNew || sections.length > 0);
  const missing = plan.sites.flatMap(({ name, missingSecrets }) =>
    missingSecrets.map(({ path, words }) => ({ key: `${name} ${path}`, name, words })),
  );
  return (
    <>
      {changed.length === 0 ? <p className={classes.nothing}>{nothing}</p> : null}
      {changed.map((site) => (
        <SitePlan key={site.name} site={site} />
      ))}
      {missing.length === 0 ? null : (
        <section className={classes.missing} aria-label={t('missing')}>
          <IconKey size={16} aria-hidden />
          <div>
            <p className={classes.missingTitle}>{t('missing')}</p>
            <p>{t('missingAbout')}</p>
            <ul className={classes.list}>
              {missing.map(({ key, name, words }) => (
                <li key={key}>
                  {name}: {words}
                </li>
              ))}
            </ul>
          </div>
        </section>
      )}
    </>
  );
}

function SitePlan({ site: { name, isNew, sections } }: { site: PlannedSite }) {
  const { t } = useTranslation('configuration');
  return (
    <section className={classes.site} aria-label={name}>
      <h3 className={classes.siteName}>
        {name} {isNew ? <span className={classes.isNew}>{t('newSite')}</span> : null}
      </h3>
      {sections.map(({ section, changes, forecasts }) => (
        <div key={section} className={classes.section}>
          <h4 className={classes.sectionName}>{t(`section.${section}`)}</h4>
          <ul>
            {changes.map((change, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several documents may have one name
              <ChangeRow key={index} change={change} />
            ))}
          </ul>
          {forecasts.map((words) => (
            <p key={words} className={classes.forecast}>
              <IconInfoCircle size={15} aria-hidden /> {words}
            </p>
          ))}
        </div>
      ))}
    </section>
  );
}

function ChangeRow({ change: { change, name, fields } }: { change: PlannedChange }) {
  const { t } = useTranslation('configuration');
  const Icon = icons[change];
  return (
    <li className={classes.change} data-change={change}>
      <Icon size={15} aria-hidden />
      <div className={classes.what}>
        {name === null ? null : <span className={classes.name}>{name}</span>}{' '}
        <span className={classes.verb}>{t(`change.${change}`)}</span>
        {fields.length === 0 ? null : (
          <dl className={classes.fields}>
            {fields.map(({ path, words }) => (
              <div key={path}>
                <dt>{path}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}
