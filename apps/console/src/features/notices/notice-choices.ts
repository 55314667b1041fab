import { createRememberedValue } from '../../api/remembered-value.ts';

const flag = (value: unknown) => (typeof value === 'boolean' ? value : null);

/** In percent; of sounds that are on. */
export const soundVolume = createRememberedValue('foyer.volume', 60, (value) =>
  typeof value === 'number' && value >= 0 && value <= 100 ? value : null,
);

export const soundTones = ['soft', 'bright', 'sharp'] as const;
export type SoundTone = (typeof soundTones)[number];
export const soundTone = createRememberedValue<SoundTone>(
  'foyer.tone',
  'soft',
  (value) => soundTones.find((tone) => tone === value) ?? null,
);

/** Whether notices of the browser are wanted, where it allows them. */
export const isNoticeOn = createRememberedValue('foyer.notice', true, flag);

/** Whether the tab's title flashes while a new chat waits. */
export const isTitleFlashing = createRememberedValue('foyer.titleFlash', true, flag);

/** Whether push messages were switched on in this browser. */
export const isPushOn = createRememberedValue('foyer.push', false, flag);
