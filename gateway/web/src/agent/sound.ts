/** A short, soft sound for a customer who waits or writes; off until the agent switches it on. */

const KEY = "plandesk:desk-sound";

export class Sound {
  private context: AudioContext | null = null;
  on = localStorage.getItem(KEY) === "on";

  toggle(): void {
    this.on = !this.on;
    localStorage.setItem(KEY, this.on ? "on" : "off");
    this.play(); // Heard at once, so that one knows what to listen for; the press also allows the page to sound.
  }

  play(): void {
    if (!this.on) return;
    const context = (this.context ??= new AudioContext());
    void context.resume();
    for (const [pitch, after] of [[660, 0], [880, 0.12]] as const) {
      const tone = context.createOscillator();
      const gain = context.createGain();
      const start = context.currentTime + after;
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0.0001, start);
      gain.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.32);
    }
  }
}
