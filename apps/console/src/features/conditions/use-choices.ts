import type { VariableName } from '@foyer/protocol/condition';
import { listChoices, listOptions, type WrapUp } from '@foyer/protocol/wrap-up';
import { useQueries } from '@tanstack/react-query';
import { alertsQuery } from '../alerts/alerts-api.ts';
import { departmentsQuery, skillsQuery } from '../departments/departments-api.ts';
import { prospectRulesQuery } from '../prospects/prospects-api.ts';
import { referringSitesQuery } from '../referring-sites/referring-sites-api.ts';
import { tagsQuery } from '../tags/tags-api.ts';
import { wrapUpQuery } from '../wrap-up/wrap-up-api.ts';
import type { NamesThereAre } from './find-strangers.ts';

/** What variables are likely to hold; other values can still be typed. */
export interface Choices {
  readonly offered: { readonly [Variable in VariableName]?: readonly string[] | undefined };
  /** All that there are, those that are no longer offered too. */
  readonly thereAre: NamesThereAre;
}

const known: Choices['offered'] = {
  'tech.browser': ['Chrome', 'Firefox', 'Safari', 'Microsoft Edge', 'Opera', 'Samsung Internet for Android'],
  'tech.os': ['Windows', 'macOS', 'Linux', 'Android', 'iOS', 'Chrome OS'],
  'tech.device': ['desktop', 'mobile', 'tablet'],
  'tech.timeZone': Intl.supportedValuesOf('timeZone'),
  'source.utmMedium': ['cpc', 'email', 'social', 'referral', 'display'],
};

/** Choices from the site's own documents, and from what browsers tell. */
export function useChoices(siteId: string): Choices {
  return useQueries({
    queries: [
      alertsQuery(siteId),
      referringSitesQuery(siteId),
      prospectRulesQuery(siteId),
      departmentsQuery(siteId),
      skillsQuery(siteId),
      tagsQuery(siteId),
      wrapUpQuery(siteId),
    ],
    combine: ([alerts, referringSites, prospectRules, departments, skills, tags, wrapUp]) => {
      const routing = {
        'chat.department': departments.data && namesOf(departments.data),
        'chat.skill': skills.data && namesOf(skills.data),
      };
      return {
        offered: {
          ...known,
          ...routing,
          'source.alert': namesOf(alerts.data?.items),
          'source.referringSite': namesOf(referringSites.data?.items),
          'visitor.prospectTypes': namesOf(prospectRules.data),
          'visitor.tags': namesOf(tags.data?.items.filter(({ archived }) => !archived)),
          'visitor.lastWrapUp': wrapUp.data && labelsOf(listChoices(wrapUp.data)),
        },
        thereAre: {
          ...routing,
          'visitor.tags': tags.data && namesOf(tags.data.items),
          'visitor.lastWrapUp': wrapUp.data && wrapUpLabels(wrapUp.data),
        },
      };
    },
  });
}

/** Undefined where the page behind the web link chooses the words. */
function wrapUpLabels({ type, options }: WrapUp): string[] | undefined {
  return type === 'link' ? undefined : labelsOf(listOptions(options));
}

function labelsOf(placed: ReturnType<typeof listOptions>): string[] {
  return [...new Set(placed.map(({ option }) => option.label))];
}

function namesOf(documents: readonly { readonly name: string }[] = []): string[] {
  return [...new Set(documents.map(({ name }) => name))];
}
