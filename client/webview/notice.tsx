/** Why there is no picture, or none of the present text, and what to do; `hasOlder`: an earlier picture stands below. */
import type { JSX } from 'preact';
import type { Nothing } from '../../server/view-protocol';

export function Notice({ notice, hasOlder, addPoint }: { readonly notice: Nothing; readonly hasOlder?: boolean; readonly addPoint: () => void }): JSX.Element {
  return (
    <p class="notice" role="status">
      {`${notice.message}.${hasOlder === true ? ' What is shown below is from before.' : ''}`}
      {notice.reason === 'add-point' ? <button type="button" onClick={addPoint}>Add a Point…</button> : null}
    </p>
  );
}
