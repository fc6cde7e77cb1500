/** Installs a packaged extension into a profile, by the same command a user or an administrator would use. */
import * as path from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import type { Profile } from './profile';
import { runOrThrow } from './run';
import type { VsCode } from './vscode';

export async function installExtension(code: VsCode, profile: Profile, vsix: string): Promise<void> {
  switch (code.kind) {
    case 'desktop': {
      const [command, ...args] = resolveCliArgsFromVSCodeExecutablePath(code.executable, { reuseMachineInstall: true });
      if (command === undefined) throw new Error(`No command line beside ${code.executable}.`);
      await runOrThrow(command, [...args, '--install-extension', vsix, '--user-data-dir', profile.data, '--extensions-dir', profile.extensions]);
      return;
    }
    case 'served':
      await runOrThrow(code.node, [
        path.join(code.vscode, 'out/server-main.js'),
        ...['--install-extension', vsix, '--accept-server-license-terms'],
        ...['--server-data-dir', profile.data, '--extensions-dir', profile.extensions],
      ]);
      return;
  }
}
