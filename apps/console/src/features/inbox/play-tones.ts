import { type SoundTone, soundTone, soundVolume } from '../notices/notice-choices.ts';
import { openSound } from '../notices/sound.ts';

const shapes: Record<SoundTone, OscillatorType> = { soft: 'sine', bright: 'triangle', sharp: 'square' };
/** Of full loudness; a square wave is the loudest of them by far. */
const heights: Record<SoundTone, number> = { soft: 0.23, bright: 0.26, sharp: 0.08 };

/** Plays short tones one after the other, in Hz. Browsers stay silent until the first click or key on the page. */
export function playTones(frequencies: readonly number[]): void {
  const audio = openSound();
  const volume = soundVolume.get() / 100;
  if (audio === null || volume === 0) return;
  const tone = soundTone.get();
  frequencies.forEach((frequency, place) => {
    const start = audio.currentTime + place * 0.16;
    const wave = audio.createOscillator();
    const loudness = audio.createGain();
    wave.type = shapes[tone];
    wave.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(heights[tone] * volume, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0005, start + 0.3);
    wave.connect(loudness).connect(audio.destination);
    wave.start(start);
    wave.stop(start + 0.32);
  });
}
