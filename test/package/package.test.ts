/** The packaged extension holds exactly what it needs, stays small, and its manifest keeps its promises. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { catalogue } from '../../core/messages';
import { repositoryRoot } from '../repository';
import { defaultSettings, settingsFrom } from '../../server/settings';

const packaged = path.join(repositoryRoot, 'nabla.vsix');
const ceiling = 3 * 1024 * 1024;

/** vsce renames three of the repository's files. */
const expectedFiles = [
  'LICENSE.txt',
  'changelog.md',
  'dist/client.js',
  'dist/client.web.js',
  'dist/mathjs.js',
  'dist/server.js',
  'dist/server.web.js',
  'dist/typescript-libs.json',
  'dist/typescript.js',
  'dist/webview.css',
  'dist/webview.js',
  ...['README', ...Object.values(catalogue).map(({ code }) => code)].map((page) => `docs/diagnostics/${page}.md`),
  'icon.png',
  'l10n/bundle.l10n.json',
  'package.json',
  'package.nls.json',
  'readme.md',
  'syntaxes/nabla.tmLanguage.json',
];

/** The file names of a zip archive without comment, from its central directory (APPNOTE 4.3.12 and 4.3.16). */
function namesInZip(archive: Buffer): string[] {
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50, 'end of central directory');
  const names: string[] = [];
  let entry = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(entry + offset));
    assert.ok(name !== undefined && extra !== undefined && comment !== undefined);
    names.push(archive.toString('utf8', entry + 46, entry + 46 + name));
    entry += 46 + name + extra + comment;
  }
  return names;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(repositoryRoot, file), 'utf8'));
}

/** The value at a path of keys, or undefined where there is none. */
function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);
}

function recordAt(value: unknown, ...keys: string[]): Record<string, unknown> {
  const found = at(value, ...keys);
  assert.ok(typeof found === 'object' && found !== null, keys.join('.'));
  return Object.fromEntries(Object.entries(found));
}

describe('package', () => {
  it('holds exactly the listed files', () => {
    const inExtension = namesInZip(readFileSync(packaged)).flatMap((name) => (name.startsWith('extension/') ? [name.slice('extension/'.length)] : []));
    assert.deepEqual(inExtension.sort(), [...expectedFiles].sort());
  });

  it(`is at most ${String(ceiling)} bytes`, () => {
    const { size } = statSync(packaged);
    assert.ok(size <= ceiling, `${String(size)} bytes`);
  });

  it('names every text of the manifest in package.nls.json, and none besides', () => {
    const used = new Set([...readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    assert.deepEqual(Object.keys(recordAt(readJson('package.nls.json'))).sort(), [...used].sort());
  });

  it('prefixes every command and setting with nabla.', () => {
    const commands = at(readJson('package.json'), 'contributes', 'commands');
    assert.ok(Array.isArray(commands));
    const ids = [...commands.map((command: unknown) => String(at(command, 'command'))), ...settingKeys()];
    assert.ok(ids.length > 5);
    for (const id of ids) assert.match(id, /^nabla\.[a-z]/);
  });

  it('gives settings the defaults the server falls back to', () => {
    const properties = recordAt(readJson('package.json'), 'contributes', 'configuration', 'properties');
    const section: Record<string, Record<string, unknown>> = {};
    for (const key of settingKeys()) {
      const [, group, name] = key.split('.');
      if (group === undefined || name === undefined) continue;
      (section[group] ??= {})[name] = at(properties[key], 'default');
    }
    assert.deepEqual(settingsFrom(section), defaultSettings);
    assert.notDeepEqual(settingsFrom({ ...section, codeLens: { enabled: false } }), defaultSettings);
  });

  it('has its entries built', () => {
    for (const key of ['main', 'browser'] as const) {
      const entry = at(readJson('package.json'), key);
      assert.ok(typeof entry === 'string' && existsSync(path.join(repositoryRoot, entry)), key);
    }
  });
});

function settingKeys(): string[] {
  return Object.keys(recordAt(readJson('package.json'), 'contributes', 'configuration', 'properties'));
}
