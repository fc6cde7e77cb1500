/** The IR texts of test/fixtures/ir, with the points that stand in their comments. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Datum } from '../../../core/evaluate';
import type { Module } from '../../../core/ir/module';
import { parseModule } from '../../../core/ir/parser';
import { repositoryRoot } from '../../repository';

export interface IrPoint { readonly args: { readonly [param: string]: Datum }; readonly value: Datum; readonly gradient: { readonly [param: string]: Datum } }
/** The function to differentiate is @f. */
export interface IrFixture { readonly name: string; readonly module: Module; readonly points: readonly IrPoint[] }

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'ir');
const pointLine = /^\/\/ point (?<args>.*) value (?<value>.*) gradient (?<gradient>.*)$/gm;

function record(text: string | undefined): { readonly [param: string]: Datum } {
  const data: unknown = JSON.parse(text ?? '');
  if (typeof data !== 'object' || data === null) throw new TypeError(`expected an object: ${text ?? ''}`);
  return { ...data };
}

export function irFixtures(): readonly IrFixture[] {
  return readdirSync(folder).filter(file => file.endsWith('.nabla')).sort().map(file => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const points = [...text.matchAll(pointLine)].map(({ groups }) => ({
      args: record(groups?.['args']), value: Number(groups?.['value']), gradient: record(groups?.['gradient']),
    }));
    return { name: file.replace('.nabla', ''), module: parseModule(text), points };
  });
}
