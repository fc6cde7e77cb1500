/** The gate over the value form of every function of the corpus (`NABLA_CORPUS`: its path), in all modes: what a mutant has to get past. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { coerce, finish, type Datum, type Target } from '../../core/evaluate';
import { check } from '../../core/gate/check';
import { derive, type DerivativeKind } from '../../core/generate/derive';
import { parseModule } from '../../core/ir/parser';
import { verifyModule } from '../../core/ir/verifier';
import type { CorpusEntry } from './corpus';

const kinds: readonly DerivativeKind[] = ['gradient', 'jvp', 'vjp'];
/** A vector has no gradient; functions given to functions are specialised by the front end, or refused. */
const refusals: ReadonlySet<string> = new Set(['N3002', 'N3006']);
const limits = { operations: 2e6, memory: 2 ** 27, depth: 2000 };
const corpus = JSON.parse(readFileSync(process.env['NABLA_CORPUS'] ?? '', 'utf8')) as readonly CorpusEntry[];

describe('the gate', () => {
  for (const { name, text, root, wrt, points } of corpus) {
    it(name, () => {
      const target: Target = { module: parseModule(text), root, wrt };
      const params = target.module.funcs.get(root)?.params ?? [];
      for (const kind of kinds) {
        const derivation = derive(target, kind, 'derivative', { file: '', start: 0, end: 0 });
        if (!derivation.ok) {
          assert.ok(derivation.diagnostics.every(({ code }) => refusals.has(code)), derivation.diagnostics.map(d => d.message).join());
          continue;
        }
        const { module } = derivation.derived;
        assert.deepEqual(verifyModule(module).map(({ message }) => message), []);
        for (const point of points) {
          const args = (point as readonly unknown[]).map((arg, i): Datum => {
            const param = params[i];
            const coerced = param === undefined ? null : coerce(arg, param.value.type, param.name);
            return coerced?.ok === true ? coerced.datum : null;
          });
          const verdict = finish(check({ target, kind, generated: { module, root: 'derivative' }, limits }, args));
          assert.ok(verdict.kind === 'passed' || verdict.kind === 'skipped', `${kind} at ${JSON.stringify(point)}: ${JSON.stringify(verdict)}`);
        }
      }
    });
  }
});
