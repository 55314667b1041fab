import { assertNever } from '@foyer/protocol/assert-never';
import { findQueryParameter } from './find-query-parameter.ts';
import { findVisitAlert } from './find-visit-alert.ts';
import type { Moment } from './moment.ts';
import type { PlainTextVariable } from './variable-kind.ts';

/** What a text variable holds; null: missing, or not known in this version. An empty text is a missing one. */
export function findTextFact(variable: PlainTextVariable, name: string | undefined, moment: Moment): string | null {
  return readText(variable, name ?? '', moment) || null;
}

function readText(variable: PlainTextVariable, name: string, moment: Moment): string | null | undefined {
  const { visitor, source, place, technology, page, chatWish } = moment.visit;
  switch (variable) {
    case 'page.title':
      return page.title;
    case 'page.query':
      return findQueryParameter(page.url, name);
    case 'visitor.name':
      return visitor.name;
    case 'visitor.company':
      return visitor.company;
    case 'visitor.email':
      return visitor.email;
    case 'visitor.phone':
      return visitor.phone;
    case 'visitor.variable':
      return Object.hasOwn(visitor.variables, name) ? visitor.variables[name] : null;
    case 'source.referrer':
      return source.referrer;
    case 'source.referrerHost':
      return source.referrerHost;
    case 'source.referringSite':
      return source.referringSite;
    case 'source.keywords':
      return source.searchPhrase ?? source.utm.term;
    case 'source.firstReferrer':
      return visitor.firstReferrer;
    case 'source.utmSource':
      return source.utm.source;
    case 'source.utmMedium':
      return source.utm.medium;
    case 'source.utmCampaign':
      return source.utm.campaign;
    case 'source.utmTerm':
      return source.utm.term;
    case 'source.utmContent':
      return source.utm.content;
    case 'source.alert':
      return findVisitAlert(moment)?.name;
    case 'place.country':
      return place.country;
    case 'place.region':
      return place.region;
    case 'place.city':
      return place.city;
    case 'place.organisation':
      return place.organisation;
    case 'place.hostName':
      return place.hostName;
    case 'tech.language':
      return technology.language;
    case 'tech.timeZone':
      return technology.timeZone;
    case 'tech.browser':
      return technology.browser;
    case 'tech.os':
      return technology.os;
    case 'tech.device':
      return technology.device;
    case 'visitor.lastWrapUp':
      return visitor.lastWrapUp;
    case 'chat.department':
      return chatWish?.department;
    case 'chat.skill':
      return chatWish?.skill;
    case 'survey.answer':
      return chatWish !== null && Object.hasOwn(chatWish.survey, name) ? chatWish.survey[name] : null;
    default:
      return assertNever(variable);
  }
}
