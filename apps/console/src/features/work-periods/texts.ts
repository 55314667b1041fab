/** Texts of work periods and auto away. */
export const workPeriodTexts = {
  title: 'Work periods',
  about:
    'At the start of a period they go Online, if it was the end of one that sent them Away; at the end they go Away. In between, and until the next boundary, they choose.',
  field: {
    enabled: 'Follow work periods',
    timeZone: 'Time zone',
  },
  status: 'Status',
  statusAbout: 'Whoever is Away gets no new chats.',
  autoAway: 'Set me to Away after',
  autoAwayHint:
    'Minutes without a key or a click in any tab of the console. 0: never. Doing something brings you back.',
  minutes: ' min',
  own: 'Your work periods',
  ownNone: 'You have no work periods. An administrator can set them under Users.',
  ownAbout: 'By the clock of {{zone}}. An administrator can change them under Users.',
  none: 'off',
  told: {
    set: '{{by}} set your status to {{status}}',
    inactive: 'You are Away: nothing was done here for a while. A key or a click brings you back.',
    periodBegan: 'Your work period has begun: you are Online.',
    periodEnded: 'Your work period has ended: you are Away.',
  },
};
