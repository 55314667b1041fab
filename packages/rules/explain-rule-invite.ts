import type { Invite } from '@foyer/protocol/invite';
import type { RuleSet } from './compile-rules.ts';
import { compileExpression } from './conditions.ts';
import type { Explainable, Outcome } from './explainable.ts';
import type { Explanation } from './explanation.ts';
import { isOnScreen, isUsedUp } from './invites.ts';
import type { Moment } from './moment.ts';
import { compilePagePattern, matchesSomePage, readPageAddress } from './page-pattern.ts';
import { listEntries } from './pattern-list.ts';
import { explainGroup } from './three-valued.ts';
import type { Verdict, Visit } from './visit.ts';

const dayMs = 86_400_000;

/** The auto-send rule of an invite of the configuration, with all that may hold it back; null: there is no such invite. */
export function explainableInvite({ source }: RuleSet, id: string): Explainable | null {
  const invite = source.invites.find((one) => one.id === id);
  if (invite === undefined) return null;
  const { autoSend } = invite;
  const entries = listEntries(autoSend.pages);
  const patterns = entries.map((entry) => compilePagePattern(entry, source.keepsFragments));
  const conditions = autoSend.conditions === null ? null : compileExpression(autoSend.conditions, source);
  return {
    rule: invite,
    explain: (moment) => {
      const open = findOpenPage(moment.visit);
      return explainGroup('all', [
        leaf('autoSend', autoSend.enabled, autoSend.enabled ? 'on' : 'off'),
        leaf(
          `autoSend.pages ${entries.join('; ')}`.trimEnd(),
          open !== null && matchesSomePage(patterns, readPageAddress(open)),
          open ?? 'no page is open',
        ),
        ...(conditions === null ? [] : [conditions.explain(moment)]),
        ...explainFrequency(invite, moment),
        ...explainGuards(moment),
      ]);
    },
    outcome: (verdict, { visit }, isOver) => outcomeOf(invite, verdict, visit, isOver),
  };
}

/** The newest page, while it is on some screen. */
function findOpenPage({ tabs, page }: Visit): string | null {
  const isOpen = Object.values(tabs).some(({ pageViewId, lostAt }) => pageViewId === page.id && lostAt === null);
  return isOpen ? page.url : null;
}

function explainFrequency(invite: Invite, { visit, at }: Moment): Explanation[] {
  const { frequency, limits } = invite;
  const { lastDeclinedAt } = visit.visitor;
  const counts = visit.visitor.invites[invite.id];
  const shown = counts?.shown ?? 0;
  const inVisit = visit.invited[invite.id]?.count ?? 0;
  const quietUntil = lastDeclinedAt === null ? null : lastDeclinedAt + limits.quietDaysAfterDecline * dayMs;
  const isQuiet = quietUntil !== null && at < quietUntil;
  return [
    leaf(
      `frequency ${frequency}`,
      !isUsedUp(invite, visit),
      `${visit.invited[invite.id]?.heldOut ? 'held out' : 'sent'} ${times(frequency === 'oncePerVisitor' ? Math.max(inVisit, counts?.sent ?? 0) : inVisit)}`,
    ),
    leaf(`limits.showsPerVisitor ${limits.showsPerVisitor}`, shown < limits.showsPerVisitor, `shown ${times(shown)}`),
    {
      ...leaf(
        `limits.quietDaysAfterDecline ${limits.quietDaysAfterDecline}`,
        !isQuiet,
        lastDeclinedAt === null ? 'none declined' : `declined ${new Date(lastDeclinedAt).toISOString()}`,
      ),
      flipsAt: isQuiet ? quietUntil : null,
    },
  ];
}

/** What holds back any invite, named as the reasons for which invites are suppressed. */
function explainGuards({ visit, staff }: Moment): Explanation[] {
  const guard = (reason: string, holdsBack: boolean, fact: string) => leaf(`guard ${reason}`, !holdsBack, fact);
  const { insideOpeningHours: inside } = staff;
  return [
    guard('blocked', visit.visitor.isBlocked, visit.visitor.isBlocked ? 'blocked' : 'not blocked'),
    guard('chatOpen', visit.chat !== null, visit.chat?.state ?? 'no chat'),
    guard('inviteOnScreen', isOnScreen(visit.invitation), visit.invitation?.state ?? 'none'),
    guard('nobodyOnline', staff.online <= 0, `${staff.online} online`),
    guard('outsideOpeningHours', inside === false, inside === null ? 'always open' : inside ? 'open' : 'closed'),
  ];
}

function outcomeOf(invite: Invite, verdict: Verdict, visit: Visit, isOver: boolean): Outcome {
  const { count: sent = 0, heldOut = false } = visit.invited[invite.id] ?? {};
  if (heldOut) return { state: 'blocked', note: 'An experiment holds this visitor out: nothing was sent.' };
  if (sent > 0) return { state: 'fired', note: `Sent ${times(sent)} in this visit.` };
  if (!invite.enabled) return { state: 'disabled', note: null };
  if (!invite.autoSend.enabled)
    return {
      state: verdict === 'unknown' ? 'unknown' : 'blocked',
      note: 'It is sent by alerts, by prospect rules and by hand only.',
    };
  if (verdict === false) return { state: 'blocked', note: null };
  if (verdict === 'unknown') return { state: 'unknown', note: null };
  return { state: 'true', note: isOver ? null : 'It is sent with the next thing that the visitor does.' };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function leaf(label: string, verdict: Verdict, fact: string): Explanation {
  return { label, verdict, fact, flipsAt: null, parts: [] };
}
