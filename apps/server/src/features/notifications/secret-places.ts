/** Where each secret of a site's notifications belongs. */
export const placeOf = {
  smtpPassword: (siteId: string) => `${siteId}/notifications/smtp.password`,
  smsHeader: (siteId: string, name: string) => `${siteId}/notifications/sms.headers/${name}`,
  /** The webhook's secret, and the one before it. */
  webhook: (siteId: string) => `${siteId}/notifications/webhook.secret`,
};
