/**
 * One folder of IR texts for each pass: what the pass makes of them is golden (UPDATE=1 rewrites it), well formed, and computes the same
 * numbers, bit for bit. A text whose comment starts with `keeps:` is one the pass leaves alone.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { analyse } from '../../../core/ad/analysis';
import { pairShadows } from '../../../core/ad/pairShadows';
import { prepare } from '../../../core/ad/prepare';
import { mapFuncs } from '../../../core/ad/valueForm';
import { finish, interpret, type Datum } from '../../../core/evaluate';
import type { Func, Module } from '../../../core/ir/module';
import { parseModule } from '../../../core/ir/parser';
import { printModule } from '../../../core/ir/printer';
import { isReference } from '../../../core/ir/type';
import { assertWellFormed } from '../../../core/ir/verifier';
import { appendInOrder } from '../../../core/passes/appendInOrder';
import { countLoops } from '../../../core/passes/countLoops';
import { shareCommonValues } from '../../../core/passes/cse';
import { eliminateDeadCode } from '../../../core/passes/dce';
import { dissolveRecords } from '../../../core/passes/dissolveRecords';
import { fuseIfs, sinkChoices } from '../../../core/passes/fuseIfs';
import { inlineCalls } from '../../../core/passes/inlineCalls';
import { listedResults } from '../../../core/passes/listedResults';
import { normTerms } from '../../../core/passes/normTerms';
import { promoteSlots } from '../../../core/passes/promoteSlots';
import { resolveClosures } from '../../../core/passes/resolveClosures';
import { shareLoads } from '../../../core/passes/shareLoads';
import { simplifyDerivatives } from '../../../core/passes/simplify';
import { structureExits } from '../../../core/passes/structureExits';
import { assertGolden } from '../golden';
import { repositoryRoot } from '../../repository';

const each = (pass: (func: Func) => Func) => (module: Module): Module => mapFuncs(module, pass);

/** All arrays of the function get shadows where they wander. */
function withShadows(module: Module): Module {
  return mapFuncs(module, func => {
    const end = func.body.ops.at(-1);
    const outputs = end?.kind === 'return' && end.value !== null ? [end.value] : [];
    return pairShadows(analyse(func, module, func.params.map(param => param.value), outputs, new Set(), true), new Map()).func;
  });
}

/** What is well formed and can be run: `structureExits` leaves loops in a form that only `promoteSlots` reads. */
const runnable = (name: string, module: Module): Module => (name === 'structureExits' ? mapFuncs(module, promoteSlots) : module);

const passes: { readonly [name: string]: (module: Module) => Module } = {
  structureExits: each(func => structureExits(func)),
  resolveClosures: module => resolveClosures(module).module,
  promoteSlots: each(func => promoteSlots(structureExits(func))),
  inlineCalls,
  listedResults: module => listedResults(module, 'f'),
  countLoops: module => mapFuncs(module, func => countLoops(func, module, new Set(), true)),
  shareCommonValues: each(shareCommonValues),
  appendInOrder: module => mapFuncs(module, func => appendInOrder(func, module, true)),
  normTerms: each(normTerms),
  shareLoads: module => mapFuncs(module, func => shareLoads(func, module, true)),
  dissolveRecords: each(dissolveRecords),
  prepare: each(func => prepare(func, value => isReference(value.type)).func),
  pairShadows: withShadows,
  simplifyDerivatives: each(simplifyDerivatives),
  fuseIfs: each(fuseIfs),
  sinkChoices: each(sinkChoices),
  eliminateDeadCode: each(eliminateDeadCode),
};

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'passes');

function valueAt(module: Module, args: readonly Datum[]): Datum | string {
  const run = finish(interpret(module, 'f', args));
  return run.ok ? run.value : `${run.fault.kind}: ${run.fault.message}`;
}

describe('passes', () => {
  it('have fixtures, all of them', () => { assert.deepEqual(readdirSync(folder).sort(), Object.keys(passes).sort()); });

  for (const [name, pass] of Object.entries(passes)) {
    for (const file of readdirSync(path.join(folder, name)).filter(entry => entry.endsWith('.nabla') && !entry.endsWith('.expect.nabla'))) {
      it(`${name}: ${file.replace('.nabla', '')}`, () => {
        const text = readFileSync(path.join(folder, name, file), 'utf8');
        const before = parseModule(text);
        assertWellFormed(before, 'parsing');
        const made = pass(before);
        const printed = printModule(made);
        const after = runnable(name, made);
        assertWellFormed(after, name);
        assertGolden(path.join(folder, name, file.replace('.nabla', '.expect.nabla')), printed);
        assert.equal(printed === printModule(before), text.startsWith('// keeps:'), 'whether the pass changes it');
        const points = [...text.matchAll(/^\/\/ point (.*)$/gm)].map(([, args]) => JSON.parse(args ?? '') as readonly Datum[]);
        assert.ok(points.length > 0, 'a point');
        for (const args of points) {
          const value = valueAt(before, args);
          assert.ok(typeof value === 'number' || String(value).startsWith('uncaught-throw'), String(value));
          assert.deepEqual(valueAt(after, args), value, `at ${JSON.stringify(args)}`);
        }
      });
    }
  }
});
