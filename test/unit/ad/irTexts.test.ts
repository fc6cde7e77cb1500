/**
 * The hand-written IR texts, differentiated: each derivative is well formed, agrees with the trace and with differences when its value
 * form is interpreted, leaves its arguments as they were, and is the golden text (UPDATE=1 rewrites it).
 */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { printModule } from '../../../core/ir/printer';
import { parseModule } from '../../../core/ir/parser';
import { assertGolden } from '../golden';
import { printed, load } from '../backend/execute';
import { irFixtures } from '../ir/fixtures';
import { repositoryRoot } from '../../repository';
import { assertPasses, derivativeKinds, derivativeRoot } from './derivatives';

const folder = path.join(repositoryRoot, 'test', 'fixtures', 'ir', 'derivatives');

describe('derivatives of IR texts', () => {
  for (const { name, module, points } of irFixtures()) {
    const params = module.funcs.get('f')?.params.map(param => param.name) ?? [];
    const argsAt = points.map(point => params.map(param => point.args[param] ?? null));
    for (const kind of derivativeKinds) {
      it(`${name}: ${kind}`, () => {
        const derived = assertPasses(module, 'f', kind, argsAt);
        const text = printModule(derived.module);
        assertGolden(path.join(folder, `${name}.${kind}.nabla`), text);
        assert.equal(printModule(parseModule(text)), text, 'the text is read back');
      });
    }

    it(`${name}: the printed gradient leaves its arguments alone and repeats itself`, () => {
      const { module: derived } = assertPasses(module, 'f', 'gradient', argsAt);
      const gradient = load(printed(derived), derivativeRoot);
      for (const [i, args] of argsAt.entries()) {
        const expected = { value: points[i]?.value, ...Object.fromEntries(Object.entries(points[i]?.gradient ?? {}).map(([param, d]) => [`d${param.length === 1 ? param : param.charAt(0).toUpperCase() + param.slice(1)}`, d])) };
        const given = structuredClone(args);
        assert.deepEqual(gradient(...given), expected);
        assert.deepEqual(gradient(...given), expected, 'the second call');
        assert.deepEqual(given, args, 'arguments are left as found');
      }
    });
  }
});
