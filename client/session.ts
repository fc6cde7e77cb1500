/** What a command works with once the server runs. */
import type { GraphPanel } from './graph-panel';
import type { Points } from './points';
import type { Requests } from './requests';
import type { Sensitivity } from './sensitivity';
import type { Status } from './status';

export interface Session {
  readonly requests: Requests;
  readonly status: Status;
  readonly points: Points;
  readonly graph: GraphPanel;
  readonly sensitivity: Sensitivity;
}
