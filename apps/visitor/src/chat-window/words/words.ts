/** Forms of a text by how many it speaks of (CLDR plural categories); `{n}` stands for the number. */
export type Counted = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Everything the chat window says by itself, in one language. What the site says is in its settings. */
export interface Words {
  chat: string;
  // Head
  online: string;
  away: string;
  waiting: string;
  operatorOnline: string;
  backSoon: string;
  ended: string;
  endChat: string;
  cancel: string;
  minimise: string;
  popOut: string;
  // Banners
  reconnecting: string;
  slowedDown: string;
  popUpBlocked: string;
  // Notices
  connecting: string;
  slow: string;
  notAvailable: string;
  openFromSite: string;
  thanks: string;
  sendAnother: string;
  missedOnline: string;
  missedOffline: string;
  tryAgain: string;
  leaveMessage: string;
  goThere: string;
  // Start form
  startChat: string;
  sendMessage: string;
  oneMoment: string;
  wrongEmail: string;
  tooManyCharacters: Counted;
  // Queue
  youAreNext: string;
  beforeYou: Counted;
  expectedWait: Counted;
  // Conversation
  messages: string;
  newMessages: string;
  you: string;
  operator: string;
  typing(name: string): string;
  someoneTyping: string;
  sending: string;
  sent: string;
  seen: string;
  notSent: string;
  joined(name: string): string;
  left(name: string): string;
  youEnded: string;
  youCancelled: string;
  // Composer
  write: string;
  yourMessage: string;
  send: string;
  emoji: string;
  charactersLeft: Counted;
  newChat: string;
  // Questions
  cancelQuestion: string;
  endQuestion: string;
  goOn: string;
  // Why something was not accepted
  chatOver: string;
  notHere: string;
  tooFast: string;
  tooFastFor: Counted;
  tooLong: string;
  notAccepted: string;
  ourFault: string;
  supervisorLeft(name: string): string;
  takenOver(name: string): string;
  replied(to: string): string;
  transcriptSent(to: string): string;
  // Files
  sendFile: string;
  filesBeingSent: string;
  sendingFile(name: string): string;
  removeFile(name: string): string;
  cancelFile(name: string): string;
  fileNotSent(name: string): string;
  fileEmpty: string;
  fileTooLarge(size: string): string;
  connectionBroke: string;
  noFilesHere: string;
  downloadFile(name: string): string;
  showFile(name: string): string;
  download: string;
  close: string;
  // Transcript
  emailTranscript: string;
  sendItTo: string;
  transcriptNow(to: string): string;
  transcriptAtEnd(to: string): string;
  transcriptOften: string;
  noConnection: string;
  connectionLost: string;
  // Surveys
  optional(label: string): string;
  choose: string;
  needed: string;
  chooseOne: string;
  tick: string;
  rating1: string;
  rating2: string;
  rating3: string;
  rating4: string;
  rating5: string;
  thumbDown: string;
  thumbUp: string;
  comment: string;
  chooseRating: string;
  thanksForAnswer: string;
  changeAnswer: string;
  asksFor(name: string, label: string): string;
}
