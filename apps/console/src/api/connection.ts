import { createOperatorSocket, type Wire } from './operator-socket.ts';

/** The console's connection to the server that served it. */
export const operatorSocket = createOperatorSocket({
  random: Math.random,
  connect: () => {
    const url = new URL('/api/v1/socket', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(url) as Wire;
  },
});

addEventListener('online', () => operatorSocket.check(true));
addEventListener('offline', () => operatorSocket.check(true));
addEventListener('pageshow', () => operatorSocket.check());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') operatorSocket.check();
});
// Told to pages that were frozen, asleep in the background.
document.addEventListener('resume', () => operatorSocket.check());
