/** What the window says around the questions of a survey. */
export const surveyWords = {
  optional: (label: string) => `${label} (optional)`,
  choose: 'Please choose',
  needed: 'Please fill this in.',
  chooseOne: 'Please choose one.',
  tick: 'Please tick this box to go on.',
  email: 'This doesn’t look like an e-mail address. Please check it.',
  tooLong: (count: number) => `${count} characters too many: please shorten it.`,
  ratings: ['Very bad', 'Bad', 'All right', 'Good', 'Very good'],
  thumbs: { 1: 'Not good', 5: 'Good' },
  comment: 'Anything to add? (optional)',
  chooseRating: 'Please choose a rating.',
  send: 'Send',
  sending: 'One moment…',
  thanks: 'Thank you for your answer.',
  change: 'Change it',
  asksFor: (name: string, label: string) => `${name} asks for: ${label}`,
} as const;
