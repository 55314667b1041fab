/** Texts of signing in and of the first administrator's e-mail and password. */
export const signInTexts = {
  title: 'Sign in',
  lead: 'See who is on your site, and say hello.',
  email: 'E-mail',
  password: 'Password',
  showTyped: 'Show or hide what is typed',
  submit: 'Sign in',
  once: 'Signing you in…',
  onceFailed:
    'This link works once, and it has been used or is too old. Start the server again for a new one, or sign in below.',
  wrong: 'E-mail and password do not match. Check both and try again.',
  banner: 'Set your e-mail and password',
  bannerText: 'You came in by a one-time link. With an e-mail and a password you can come back.',
  bannerAction: 'Set now',
  name: 'Name',
  newPassword: 'Password',
  newPasswordHint: 'At least 10 characters.',
  set: 'Set e-mail and password',
  done: 'Your e-mail and password are set.',
};
