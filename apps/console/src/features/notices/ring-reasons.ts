import type { Ring } from '@foyer/protocol/ring';
import i18next from 'i18next';

/** Why a browser cannot call its operator, in words. */
export function ringReasons({ sound, notice, push }: Ring): string {
  const reasons = [
    i18next.t(`notices:sound.${sound}`),
    i18next.t(`notices:notice.${notice}`),
    i18next.t(`notices:push.${push}`),
  ];
  return reasons.map((reason, place) => (place === 0 ? reason : lowerFirst(reason))).join(', ');
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
