import type { VariableName } from '@foyer/protocol/condition';

/** Why a fact can be unknown. */
export type WhyUnknown =
  | 'notKept'
  | 'closed'
  | 'notAsked'
  | 'untold'
  | 'place'
  | 'hostName'
  | 'source'
  | 'browser'
  | 'chat'
  | 'noChats'
  | 'hours'
  | 'firstVisit'
  | 'forgotten'
  | 'missing';

/** Why a visit has no such fact; `fact` is what was seen instead. */
export function whyUnknown(variable: VariableName, fact: string | null): WhyUnknown {
  if (fact === 'not kept') return 'notKept';
  switch (variable) {
    case 'page.seconds':
      return 'closed';
    case 'page.scrollDepth':
    case 'page.exitIntent':
      return 'notAsked';
    case 'page.anyThisVisit':
    case 'page.anyEver':
      return 'forgotten';
    case 'visitor.daysSinceLastVisit':
      return 'firstVisit';
    case 'visitor.name':
    case 'visitor.company':
    case 'visitor.email':
    case 'visitor.phone':
    case 'visitor.variable':
      return 'untold';
    case 'visitor.lastWrapUp':
    case 'visitor.tags':
    case 'visitor.lastRating':
      return 'noChats';
    case 'place.hostName':
      return 'hostName';
    case 'chat.department':
    case 'chat.skill':
    case 'survey.answer':
      return 'chat';
    case 'time.insideOpeningHours':
      return 'hours';
    default:
      if (variable.startsWith('source.')) return 'source';
      if (variable.startsWith('place.')) return 'place';
      return variable.startsWith('tech.') ? 'browser' : 'missing';
  }
}
