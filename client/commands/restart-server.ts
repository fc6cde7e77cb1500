/** Restart Language Server: a fresh process with nothing cached; starts one where none was needed before. */
import type { Server } from '../server-process';

export async function restartServer(server: Server): Promise<void> {
  await server.restart();
}
