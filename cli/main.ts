/** Entry of the `nabla` command: parses the arguments and prints results (stdout) or errors (stderr). */
import { parseArgs } from 'node:util';
import type { EvalMode } from '../core/format';
import { positionAt } from '../core/format/position';
import type { Span } from '../core/ir/origin';
import { nablaVersion } from '../core/version';
import { BadUsage, complaint, Failure, type Complaint } from './failure';
import { read } from './disk';
import * as path from 'node:path';

const usage = `usage:
  nabla eval FILE#FUNCTION [--at JSON|@file.json]… [--wrt a,b] [--mode gradient|tangent|jacobian|hessian]
                           [--direction JSON] [--budget N] [--json]
  nabla trace FILE#FUNCTION [--at JSON|@file.json]… [--wrt a,b] [--budget N] [--json]
  nabla generate FILE#FUNCTION [--wrt a,b] [--mode gradient|jvp|vjp|jacobian|hessian|hvp] [--stdout|--write]
  nabla check [PATHS]
`;

const evalModes: readonly EvalMode[] = ['gradient', 'tangent', 'jacobian', 'hessian'];

/** Runs a command; answers the exit code. */
export async function run(argv: readonly string[], out: (text: string) => void, err: (text: string) => void): Promise<number> {
  try {
    return await dispatch(argv, out);
  } catch (error) {
    if (error instanceof BadUsage || isArgumentError(error)) {
      err(`nabla: ${error.message}\n${usage}`);
      return 2;
    }
    const complaints = error instanceof Failure ? error.complaints : [complaint('unexpected', { detail: error instanceof Error ? error.message : String(error) })];
    for (const each of complaints) err(`${complaintText(each)}\n`);
    return 1;
  }
}

async function dispatch([command, ...rest]: readonly string[], out: (text: string) => void): Promise<number> {
  switch (command) {
    case '--version': out(`${nablaVersion}\n`); return 0;
    case '--help': case 'help': out(usage); return 0;
    case 'eval': {
      const { values, positionals } = parseArgs({
        args: rest, allowPositionals: true,
        options: {
          at: { type: 'string', multiple: true }, wrt: { type: 'string' }, mode: { type: 'string' }, direction: { type: 'string' },
          budget: { type: 'string' }, json: { type: 'boolean' },
        },
      });
      const mode = evalModes.find((known) => known === values.mode) ?? null;
      if (values.mode !== undefined && mode === null) throw new BadUsage(`--mode ${values.mode} is none of ${evalModes.join(', ')}`);
      if (values.direction !== undefined && mode !== 'tangent') throw new BadUsage('--direction belongs to --mode tangent');
      // The compiler is loaded by the commands that need it.
      const { evalCommand } = await import('./eval.js');
      out(evalCommand({
        address: onlyAddress(positionals), at: values.at ?? [], wrt: names(values.wrt), mode, direction: values.direction ?? null,
        budget: budgetOf(values.budget), json: values.json ?? false,
      }));
      return 0;
    }
    case 'trace': {
      const { values, positionals } = parseArgs({
        args: rest, allowPositionals: true,
        options: { at: { type: 'string', multiple: true }, wrt: { type: 'string' }, budget: { type: 'string' }, json: { type: 'boolean' } },
      });
      const { traceCommand } = await import('./trace.js');
      out(traceCommand({ address: onlyAddress(positionals), at: values.at ?? [], wrt: names(values.wrt), budget: budgetOf(values.budget), json: values.json ?? false }));
      return 0;
    }
    case 'generate': {
      const { values, positionals } = parseArgs({
        args: rest, allowPositionals: true,
        options: { wrt: { type: 'string' }, mode: { type: 'string' }, stdout: { type: 'boolean' }, write: { type: 'boolean' } },
      });
      if (values.stdout === true && values.write === true) throw new BadUsage('--stdout and --write exclude each other');
      const { generateCommand, generateModes } = await import('./generate.js');
      const mode = values.mode === undefined ? 'gradient' : generateModes.find((known) => known === values.mode);
      if (mode === undefined) throw new BadUsage(`--mode ${values.mode ?? ''} is none of ${generateModes.join(', ')}`);
      out(generateCommand({ address: onlyAddress(positionals), wrt: names(values.wrt), mode, write: values.write ?? false }));
      return 0;
    }
    case 'check': {
      const { positionals } = parseArgs({ args: rest, allowPositionals: true, options: {} });
      const { checkCommand } = await import('./check.js');
      const wrong = checkCommand(positionals.length === 0 ? ['.'] : positionals);
      for (const each of wrong) out(`${complaintText(each)}\n`);
      return wrong.length === 0 ? 0 : 1;
    }
    default: throw new BadUsage(command === undefined ? 'which command?' : `there is no command ${command}`);
  }
}

/** What `parseArgs` throws at options it does not know. */
const isArgumentError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');

function onlyAddress(positionals: readonly string[]): string {
  const [address] = positionals;
  if (address === undefined || positionals.length > 1) throw new BadUsage('one FILE#FUNCTION is needed');
  return address;
}

const names = (list: string | undefined): string[] | null => (list === undefined ? null : list.split(',').map((name) => name.trim()).filter((name) => name !== ''));

function budgetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const budget = Number(text);
  if (!Number.isFinite(budget) || budget < 1) throw new BadUsage(`--budget ${text} is not a number of operations`);
  return Math.floor(budget);
}

/** A line for the problem, and an indented one for each place that belongs to it. */
function complaintText({ code, message, span, severity, related }: Complaint): string {
  const head = `${span === null ? 'nabla' : place(span)}: ${severity} ${code}: ${message}`;
  return [head, ...related.map((other) => `  ${place(other.span)}: ${other.message}`)].join('\n');
}

function place(span: Span): string {
  const { line, column } = positionAt(read(span.file) ?? '', span.start);
  return `${path.relative('', span.file) || span.file}:${line}:${column}`;
}

if (require.main === module) {
  void run(process.argv.slice(2), (text) => process.stdout.write(text), (text) => process.stderr.write(text)).then((code) => { process.exitCode = code; });
}
