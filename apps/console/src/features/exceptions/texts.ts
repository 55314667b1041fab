/** Texts of the list of exceptions. */
export const exceptionTexts = {
  title: 'Exceptions',
  listLabel: 'Exceptions, newest first',
  about:
    'An address that entered through a paid alert more often in a day than the alert allows. It may be click fraud.',
  kind: { clickFraud: 'Click fraud' },
  column: { kind: 'What', at: 'When', alert: 'Alert', address: 'Address', detail: 'Why' },
  emptyTitle: 'No exceptions',
  emptyText:
    'An alert for paid listings can watch for click fraud: more entries from one address in a day than it allows then stand here.',
  toAlerts: 'Alerts',
};
