/** Why there is no picture, or none of the present text, and what to do. */
import type { JSX } from 'preact';
import type { Nothing } from '../../server/view-protocol';

export function Notice({ notice, addPoint }: { readonly notice: Nothing; readonly addPoint: () => void }): JSX.Element {
  return (
    <p class="notice" role="status">
      {`${notice.message}.`}
      {notice.reason === 'add-point' ? <button type="button" onClick={addPoint}>Add a Point…</button> : null}
    </p>
  );
}
