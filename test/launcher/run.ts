/** Runs one program to its end and keeps what it said, for the error message if it fails. */
import { spawn } from 'node:child_process';

export interface Finished {
  readonly exitCode: number;
  readonly output: string;
}

export function run(command: string, args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ exitCode: code ?? 1, output });
    });
  });
}

/** Like `run`, but a non-zero exit is an error that shows the end of what the program said. */
export async function runOrThrow(command: string, args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<string> {
  const { exitCode, output } = await run(command, args, options);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed (exit ${String(exitCode)}):\n${output.slice(-2000)}`);
  return output;
}
