/** Entry that VS Code's extension host calls: runs every suite of this folder with mocha. */
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import CountingReporter from '../../runner/reporter';

/** Tells the suite's lines from the window's own chatter, which the launcher shows only when the suite fails. */
const suiteLine = '\u2502';

export function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => {
    for (const line of format(...words).split('\n')) console.log(`${suiteLine}${line}`);
  };
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: CountingReporter });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  return new Promise((resolve, reject) => {
    mocha.run((failures) => {
      if (failures > 0) reject(new Error(`${String(failures)} failed`));
      else resolve();
    });
  });
}
