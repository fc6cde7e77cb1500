/** Entry of the `nabla` command: parses the arguments and prints results (stdout) or errors (stderr). */
import { nablaVersion } from '../core/version';

const [first] = process.argv.slice(2);
if (first === '--version') {
  process.stdout.write(`${nablaVersion}\n`);
} else {
  process.stderr.write('usage: nabla eval|generate|trace|check …\n');
  process.exitCode = 2;
}
