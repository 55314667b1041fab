/** Calls the operator when a chat waits and nobody looks at the console. It keeps nothing, and serves no page. */
addEventListener('install', () => self.skipWaiting());
addEventListener('push', (event) => event.waitUntil(receive(event.data?.json())));
addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? '/console/'));
});

async function receive(message) {
  if (message?.kind === 'test') await answer(message);
  else if (message?.kind === 'notice' && !(await isLookedAt())) await show(message.title, message);
}

/** A test goes back to the server: only then is it known that messages come through. */
async function answer({ subscriptionId, nonce }) {
  await fetch(`/api/v1/me/push-subscriptions/${subscriptionId}/answer`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nonce }),
  });
  await show('Foyer', { body: 'Push messages come through.', path: '/console/account', tag: 'test' });
}

function show(title, { body, path, tag }) {
  return self.registration.showNotification(title, { body, tag, icon: '/console/icon-192.png', data: { path } });
}

async function isLookedAt() {
  const windows = await self.clients.matchAll({ type: 'window' });
  return windows.some((window) => window.focused);
}

/** In a console that is open already, else in a new one. */
async function open(path) {
  const [window] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (window === undefined) return self.clients.openWindow(path);
  await window.focus();
  window.postMessage({ type: 'foyer.open', path });
}
