import type { SuppressionReason } from '@foyer/rules/effect';
import type { Visit } from '@foyer/rules/visit';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import type { SiteConfigurations } from './site-configuration.ts';
import type { VisitEngine } from './visit-engine.ts';

const words: Record<SuppressionReason, string> = {
  nobodyOnline: 'nobody is Online to take the chat',
  outsideOpeningHours: 'it is outside opening hours',
  excluded: 'the visitor is excluded',
  blocked: 'the visitor is blocked',
  chatOpen: 'the visitor has a chat open',
  inviteOnScreen: 'an invite is on the visitor’s screen already',
  anotherInviteFirst: 'another invite was sent first',
  frequency: 'the invite’s frequency is used up for this visitor',
  showLimit: 'the visitor has seen this invite as often as its limit allows',
  quietAfterDecline: 'the visitor declined it not long ago',
  inviteDisabled: 'the invite is disabled',
  inviteMissing: 'the invite no longer exists',
  shadow: 'the invite is in shadow mode',
  holdOut: 'an experiment holds the visitor out',
};

/** Sends an invite for an operator. Throws `conflict` with the reason when a guard stops it; done means stored. */
export async function inviteByHand(
  parts: { engine: VisitEngine; store: VisitStore<Visit>; configurations: SiteConfigurations; now: () => number },
  request: { siteId: string; visitorId: string; inviteId: string; operatorId: string },
): Promise<void> {
  const { siteId, visitorId, inviteId, operatorId } = request;
  const configuration = await parts.configurations.find(siteId);
  if (!configuration?.invites.has(inviteId)) throw new AppError('not_found', 'No such invite on this site');
  if (!(await parts.store.get(siteId, visitorId)))
    throw new AppError('not_found', 'This visitor is no longer on the site');
  const outcome = await parts.engine.happen(
    { type: 'invite.requested', inviteId, source: 'operator', siteId, visitorId, at: parts.now() },
    { operatorId },
  );
  await outcome?.stored;
  const suppressed = outcome?.effects.find((effect) => effect.type === 'invite.suppressed');
  if (suppressed) throw new AppError('conflict', `The invite was not sent: ${words[suppressed.reason]}`);
  if (!outcome?.effects.some((effect) => effect.type === 'invite.sent'))
    throw new AppError('conflict', 'The invite was not sent: this visitor is no longer on the site');
}
