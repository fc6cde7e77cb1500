/** Finds a Chrome or Chromium to show VS Code in, or installs Debian's. */
import { accessSync, constants } from 'node:fs';
import * as path from 'node:path';
import { progress } from './progress';
import { runOrThrow } from './run';

/** Flags under which a browser runs as root, offline, and without asking anything. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const fixedPlaces = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'];

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = [process.env['NABLA_CHROMIUM'] ?? '', ...folders.flatMap((folder) => names.map((name) => path.join(folder, name))), ...fixedPlaces];
  return candidates.find((file) => {
    if (file === '') return false;
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Path of the browser's executable. Errors say what to install. */
export async function findChromium(): Promise<string> {
  const found = installed();
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new Error('No Chrome or Chromium found: install one, or name its executable in NABLA_CHROMIUM.');
  }
  progress('installing chromium with apt-get (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runOrThrow('apt-get', ['update', '-qq'], { env });
  await runOrThrow('apt-get', ['install', '-y', '-qq', 'chromium'], { env });
  const now = installed();
  if (now === undefined) throw new Error('apt-get installed chromium, but no executable of that name is on the PATH.');
  return now;
}
