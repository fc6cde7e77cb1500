/** The point's numbers as sliders: what is dragged becomes the active point, and everything that shows it follows. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { InputsModel, ViewInput } from '../../server/view-protocol';

export interface InputsProps {
  readonly model: InputsModel;
  /** The last move that the model is the answer to. */
  readonly turn: number;
  readonly reach: number;
  readonly setReach: (reach: number) => void;
  readonly move: (input: number, value: number, turn: number) => void;
  readonly reset: () => void;
  readonly write: () => void;
}

export const reaches: readonly { readonly reach: number; readonly title: string }[] = [{ reach: 0.1, title: '± 10 %' }, { reach: 0.5, title: '± 50 %' }, { reach: 1, title: '± 100 %' }, { reach: 10, title: '± 1000 %' }];

/** Of all moves of this view. */
let turns = 0;

export function Inputs({ model, turn, reach, setReach, move, reset, write }: InputsProps): JSX.Element {
  const { shown, left, isWritten, isMoved } = model;
  return (
    <section class="inputs" aria-label="Inputs">
      <div class="choices">
        <label>
          Range
          <select value={String(reach)} onChange={(event) => { setReach(Number(event.currentTarget.value)); }}>
            {reaches.map((one) => <option key={one.reach} value={String(one.reach)}>{one.title}</option>)}
          </select>
        </label>
        <button type="button" disabled={!isMoved} onClick={reset}>Reset</button>
        <button type="button" disabled={isWritten} onClick={write}>Write as @at</button>
      </div>
      {shown.length === 0 ? <p>There are no inputs: the function takes no real number.</p> : null}
      <div class="sliders">{shown.map((input, i) => <Slider key={input.label} input={input} answered={turn} move={(value) => { move(i, value, ++turns); return turns; }} />)}</div>
      {left === 0 ? null : <p>{`${String(left)} more ${left === 1 ? 'input is' : 'inputs are'} not shown.`}</p>}
    </section>
  );
}

interface SliderProps {
  readonly input: ViewInput;
  /** The last move that is answered. */
  readonly answered: number;
  /** Gives the move's turn. */
  readonly move: (value: number) => number;
}

function Slider({ input: { label, text, range }, answered, move }: SliderProps): JSX.Element {
  // Until the answer to the last move is there, the thumb stays where the hand has put it.
  const [own, setOwn] = useState<number | null>(null);
  const last = useRef(0);
  useEffect(() => { if (answered >= last.current) setOwn(null); }, [answered, text]);
  const to = (value: number): void => {
    setOwn(value);
    last.current = move(value);
  };
  if (range === null) return <div class="slider"><span class="label">{label}</span><span class="fixed">{`${text}: not finite, cannot be moved`}</span></div>;
  const { low, high, step } = range, value = own ?? range.value;
  return (
    <div class="slider">
      <span class="label">{label}</span>
      <input type="range" aria-label={label} min={low} max={high} step={step} value={value} onInput={(event) => { to(event.currentTarget.valueAsNumber); }} />
      <NumberField label={label} value={value} to={to} />
    </div>
  );
}

/** What is being typed stays as it is until it is entered. */
function NumberField({ label, value, to }: { readonly label: string; readonly value: number; readonly to: (value: number) => void }): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  const enter = (number: number): void => {
    setTyped(null);
    if (Number.isFinite(number) && number !== value) to(number);
  };
  return (
    <input
      type="number" aria-label={`${label}, number`} step="any" value={typed ?? value}
      onInput={(event) => { setTyped(event.currentTarget.value); }} onChange={(event) => { enter(event.currentTarget.valueAsNumber); }} onBlur={() => { setTyped(null); }}
    />
  );
}
