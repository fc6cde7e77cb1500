/** A throw-away home for one VS Code window: settings, extensions and a copy of the workspace, all in a temporary folder. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';

export interface Profile {
  /** User data of a desktop VS Code, server data of a served one. */
  readonly data: string;
  readonly extensions: string;
  /** The workspace, unless asked otherwise a copy: no test may write into the repository. */
  readonly workspace: string;
  remove(): Promise<void>;
}

const settings = {
  'files.autoSave': 'off',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'update.mode': 'none',
};

export interface ProfileOptions {
  readonly workspace: string;
  /** False to open the workspace itself. Default true. */
  readonly copy?: boolean;
  /** A colour theme's settings id, such as `Default Light Modern`. */
  readonly colorTheme?: string;
  /** Further settings of the window. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export async function createProfile(options: ProfileOptions): Promise<Profile> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'nabla-vscode-'));
  const data = path.join(home, 'data');
  const extensions = path.join(home, 'extensions');
  const copy = options.copy ?? true;
  const workspace = copy ? path.join(home, path.basename(options.workspace)) : options.workspace;
  const text = JSON.stringify({ ...settings, 'workbench.colorTheme': options.colorTheme ?? 'Default Dark Modern', ...options.settings }, null, 2);
  // The first is where a desktop VS Code looks, the second where a server does.
  for (const folder of [path.join(data, 'User'), path.join(data, 'data', 'Machine')]) {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'settings.json'), text);
  }
  await mkdir(extensions, { recursive: true });
  if (copy) await cp(options.workspace, workspace, { recursive: true });
  return {
    data,
    extensions,
    workspace,
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
