/** Starts VS Code's own server (not code-server's wrapper, which drops the flag that automation needs) and stops it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as net from 'node:net';
import * as path from 'node:path';
import type { ServedVsCode } from './vscode';

export interface ServerOptions {
  readonly data: string;
  readonly extensions: string;
  readonly trusted: boolean;
  readonly port?: number;
}

export interface RunningServer {
  /** `127.0.0.1:PORT`, also the authority of its `vscode-remote:` addresses. */
  readonly authority: string;
  stop(): Promise<void>;
}

export async function startServer(code: ServedVsCode, options: ServerOptions): Promise<RunningServer> {
  const port = options.port ?? (await freePort());
  const child = spawn(
    code.node,
    [
      path.join(code.vscode, 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--without-connection-token', '--accept-server-license-terms', '--enable-smoke-test-driver'],
      ...['--telemetry-level', 'off', '--server-data-dir', options.data, '--extensions-dir', options.extensions],
      ...(options.trusted ? ['--disable-workspace-trust'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (/listening on/i.test(said)) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (exitCode) => {
      reject(new Error(`VS Code's server ended before it listened (exit ${String(exitCode)}):\n${said.slice(-2000)}`));
    });
  });
  return {
    authority: `127.0.0.1:${String(port)}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      const late = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
    },
  };
}

export async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
