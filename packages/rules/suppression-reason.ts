/** Why an invite that a rule wanted was not sent (rules.md section 9). */
export type SuppressionReason =
  | 'nobodyOnline'
  | 'outsideOpeningHours'
  | 'excluded'
  | 'blocked'
  | 'chatOpen'
  | 'inviteOnScreen'
  | 'anotherInviteFirst'
  | 'frequency'
  | 'showLimit'
  | 'quietAfterDecline'
  | 'inviteDisabled'
  | 'inviteMissing'
  | 'shadow'
  | 'holdOut';
