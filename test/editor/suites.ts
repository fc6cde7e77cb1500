/** Runs the editor suites in a trusted and in a restricted window, one after the other; exit code 1 if one fails. */
import * as path from 'node:path';
import { createProfile } from '../launcher/profile';
import { runSuite } from '../launcher/suite';
import { repositoryRoot } from '../repository';

async function suitePasses(trusted: boolean): Promise<boolean> {
  process.stdout.write(`\n  real VS Code, ${trusted ? 'trusted' : 'restricted'} workspace\n`);
  const profile = await createProfile({ workspace: path.join(repositoryRoot, 'test/editor/workspace') });
  try {
    return await runSuite({
      profile,
      trusted,
      vsix: path.join(repositoryRoot, 'nabla.vsix'),
      suite: path.join(__dirname, 'suite', 'index.js'),
      development: path.join(repositoryRoot, 'test/editor/host'),
      environment: { NABLA_EXPECT_TRUSTED: String(trusted) },
    });
  } finally {
    await profile.remove();
  }
}

async function main(): Promise<number> {
  const trusted = await suitePasses(true);
  const restricted = await suitePasses(false);
  return trusted && restricted ? 0 : 1;
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
