import { expect, test } from 'vitest';
import { twilioRequest } from './twilio-template.ts';

test('the request is the one that Twilio documents', () => {
  expect(twilioRequest({ accountSid: ' AC123 ', authToken: 'secret', fromNumber: '+447700900000' })).toEqual({
    url: 'https://api.twilio.com/2010-04-01/Accounts/AC123/Messages.json',
    method: 'POST',
    contentType: 'application/x-www-form-urlencoded',
    body: 'To={{to}}&From=%2B447700900000&Body={{text}}',
    headers: [{ name: 'Authorization', secret: true, value: 'Basic QUMxMjM6c2VjcmV0' }],
  });
});

test('before the account is known, its places can be seen, and no secret is made up', () => {
  const { url, headers } = twilioRequest({ accountSid: '', authToken: '', fromNumber: '' });
  expect(url).toContain('/ACCOUNT_SID/');
  expect(headers[0]?.value).toBe('');
});
