let context: AudioContext | null = null;

/** Plays short soft tones one after the other, in Hz. Browsers stay silent until the first click or key on the page. */
export function playTones(frequencies: readonly number[]): void {
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === 'suspended') void audio.resume();
  frequencies.forEach((frequency, place) => {
    const start = audio.currentTime + place * 0.16;
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.type = 'sine';
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(0.14, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0005, start + 0.3);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.32);
  });
}
