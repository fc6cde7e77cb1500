/**
 * The examples of the catalogue: each is a whole source file that provokes its message, or holds on its first line, as a comment, the
 * command that does. A test runs every one of them.
 */

export const lines = (...text: readonly string[]): string => text.join('\n');

/** A marked function of a number. */
export const marked = (parameters: string, ...body: readonly string[]): string =>
  lines('/** @differentiable */', `export function f(${parameters}): number {`, ...body.map(line => `  ${line}`), '}');

/** The same with a point. */
export const markedAt = (point: string, parameters: string, ...body: readonly string[]): string =>
  lines('/**', ' * @differentiable', ` * @at ${point}`, ' */', `export function f(${parameters}): number {`, ...body.map(line => `  ${line}`), '}');

/** A command, and the file it is about. */
export const command = (arguments_: string, ...file: readonly string[]): string => lines(`// nabla ${arguments_}`, ...file);
