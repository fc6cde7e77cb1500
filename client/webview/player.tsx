/** The sweeps, step by step: which one, play and pause, one step on or back, and any step by the slider. */
import type { JSX } from 'preact';
import { Formula, lineOf } from './formula';
import type { Sweep } from './protocol';

export interface PlayerProps {
  readonly sweep: Sweep;
  readonly step: number;
  readonly steps: number;
  readonly isPlaying: boolean;
  readonly cells: readonly string[];
  readonly setSweep: (sweep: Sweep) => void;
  readonly goTo: (step: number) => void;
  readonly play: (on: boolean) => void;
}

const sweeps: readonly { readonly sweep: Sweep; readonly title: string }[] = [
  { sweep: 'values', title: 'Evaluate' },
  { sweep: 'tangents', title: 'Forward mode' },
  { sweep: 'adjoints', title: 'Reverse mode' },
];

/** In a square of 16. */
const icons = { back: 'M12 3v10L5 8zM4 3h1.5v10H4z', play: 'M4 3l9 5-9 5z', pause: 'M4 3h3v10H4zM9 3h3v10H9z', step: 'M4 3l7 5-7 5zM10.500 3H12v10h-1.500z' } as const;

function Icon({ path }: { readonly path: string }): JSX.Element {
  return <svg class="icon" width={16} height={16} viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>;
}

export function Player({ sweep, step, steps, isPlaying, cells, setSweep, goTo, play }: PlayerProps): JSX.Element {
  return (
    <div class="player">
      <div class="choice" role="group" aria-label="Sweep">
        {sweeps.map((one) => <button key={one.sweep} type="button" aria-pressed={one.sweep === sweep} onClick={() => { setSweep(one.sweep); }}>{one.title}</button>)}
      </div>
      <button type="button" aria-label="Step back" disabled={step === 0} onClick={() => { goTo(step - 1); }}><Icon path={icons.back} /></button>
      <button type="button" aria-label={isPlaying ? 'Pause' : 'Play'} disabled={steps < 2} onClick={() => { play(!isPlaying); }}><Icon path={isPlaying ? icons.pause : icons.play} /></button>
      <button type="button" aria-label="Step" disabled={step >= steps - 1} onClick={() => { goTo(step + 1); }}><Icon path={icons.step} /></button>
      <input type="range" aria-label="Step of the sweep" min={0} max={Math.max(steps - 1, 0)} value={step} onInput={(event) => { goTo(Number(event.currentTarget.value)); }} />
      <span class="count">{`${String(Math.min(step + 1, steps))} of ${String(steps)}`}</span>
      <output class="line" aria-live={isPlaying ? 'off' : 'polite'}><Formula text={lineOf(cells)} /></output>
    </div>
  );
}
