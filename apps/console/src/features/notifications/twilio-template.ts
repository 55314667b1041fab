/** What is known of an account at Twilio, or at a provider with the same interface. */
export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly fromNumber: string;
}

/** The request that sends an SMS there (Twilio, Messages resource, 2010-04-01). What is not known yet stays readable. */
export function twilioRequest({ accountSid, authToken, fromNumber }: TwilioAccount) {
  const account = accountSid.trim() || 'ACCOUNT_SID';
  const from = fromNumber.trim() || '+15005550006';
  return {
    url: `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`,
    method: 'POST' as const,
    contentType: 'application/x-www-form-urlencoded' as const,
    body: `To={{to}}&From=${encodeURIComponent(from)}&Body={{text}}`,
    headers: [
      {
        name: 'Authorization',
        secret: true,
        value: authToken.trim() === '' ? '' : `Basic ${btoa(`${account}:${authToken.trim()}`)}`,
      },
    ],
  };
}
