/** Where the sealed link in a mail to a user belongs. */
export function placeOfAccountLink(outboxId: string): string {
  return `outbox/${outboxId}/account-link`;
}
