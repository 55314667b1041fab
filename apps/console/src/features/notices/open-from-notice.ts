import { navigate } from 'wouter/use-browser-location';
import { leaveForm } from '../../ui/unsaved-guard.ts';

/** Goes where a notice that was clicked leads; returns the way to stop. */
export function followNotices(): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const open = ({ data }: MessageEvent) => {
    if (data?.type === 'foyer.open' && String(data.path).startsWith('/console/'))
      leaveForm(() => navigate(String(data.path)));
  };
  navigator.serviceWorker.addEventListener('message', open);
  return () => navigator.serviceWorker.removeEventListener('message', open);
}
