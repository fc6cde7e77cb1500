/** Runs the command line on the examples and reads its answers. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { run } from '../../../cli/main';
import { repositoryRoot } from '../../repository';

export interface Output { readonly code: number; readonly out: string; readonly err: string }

export async function nabla(...argv: readonly string[]): Promise<Output> {
  let out = '', err = '';
  const code = await run(argv, (text) => { out += text; }, (text) => { err += text; });
  return { code, out, err };
}

export const example = (address: string): string => path.join(repositoryRoot, 'examples', address);

/** A value or derivative as the JSON has it, of the kinds that the examples use. */
export type Shape = number | readonly number[];

export interface PointResult {
  readonly at: { readonly [name: string]: Shape };
  readonly value: Shape;
  readonly gradient: { readonly [name: string]: Shape };
  readonly jacobian: readonly { readonly [name: string]: Shape }[];
  readonly warnings: readonly { readonly code: string }[];
}

/** `nabla eval --json` at the written points, or at those given. */
export async function evaluated(address: string, ...options: readonly string[]): Promise<readonly PointResult[]> {
  const { code, out, err } = await nabla('eval', example(address), '--json', ...options);
  assert.equal(code, 0, err);
  return (JSON.parse(out) as { points: PointResult[] }).points;
}

/** At the first point. */
export async function first(address: string, ...options: readonly string[]): Promise<PointResult> {
  const [point] = await evaluated(address, ...options);
  assert.ok(point);
  return point;
}

export interface Node {
  readonly id: number;
  readonly op: string;
  readonly args: readonly number[];
  readonly partials: readonly number[];
  readonly value: number;
  readonly tangents: { readonly [param: string]: number };
  readonly adjoint: number;
}

/** `nabla trace --json` at the first written point. */
export async function traced(address: string): Promise<readonly Node[]> {
  const { code, out, err } = await nabla('trace', example(address), '--json');
  assert.equal(code, 0, err);
  return (JSON.parse(out.split('\n')[0] ?? '') as { nodes: Node[] }).nodes;
}

/** Equal within a tolerance relative to the expected number where that is above 1; a list number by number. */
export function close(actual: Shape | undefined, expected: Shape, tolerance = 1e-12): void {
  assert.ok(actual !== undefined);
  if (typeof actual === 'number' && typeof expected === 'number') {
    assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
    return;
  }
  assert.ok(typeof actual !== 'number' && typeof expected !== 'number' && actual.length === expected.length, `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
  actual.forEach((x, i) => close(x, expected[i] ?? NaN, tolerance));
}
