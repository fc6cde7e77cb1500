/** The web host with the packaged extension and the editor tests' workspace. */
import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { installExtension } from '../launcher/install';
import { createProfile } from '../launcher/profile';
import { findVsCode, findVsCodeFolder, findWebFileSystem } from '../launcher/vscode';
import { repositoryRoot } from '../repository';
import { startWebHost, type WebHostOptions } from './host';

export interface OpenHost {
  readonly address: string;
  close(): Promise<void>;
}

export async function openWebHost(suite: Pick<WebHostOptions, 'suite'>): Promise<OpenHost> {
  const profile = await createProfile({ workspace: path.join(repositoryRoot, 'test/editor/workspace') });
  await installExtension(await findVsCode(), profile, path.join(repositoryRoot, 'nabla.vsix'));
  const installed = (await readdir(profile.extensions)).find((name) => name.startsWith('nabla.nabla-'));
  if (installed === undefined) throw new Error('the package was not installed');
  const host = await startWebHost({
    vscode: await findVsCodeFolder(),
    fileSystem: await findWebFileSystem(),
    extension: path.join(profile.extensions, installed),
    workspace: profile.workspace,
    ...suite,
  });
  return {
    address: host.address,
    close: () => {
      host.close();
      return profile.remove();
    },
  };
}
