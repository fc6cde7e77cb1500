/** Show Sensitivity in Source: how much the result hangs on each line, behind the lines of the function at the cursor; once more takes it away. */
import { findMarkedTarget } from '../target';
import type { Session } from '../session';

export const toggleSensitivity = (session: Session, uri: unknown, name: unknown): Promise<void> => session.sensitivity.toggle(() => findMarkedTarget(session, uri, name));
