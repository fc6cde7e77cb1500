/** The trace of the seed function, f = ln(x1) + x1·x2 − sin(x2) at (2, 5), with every number of its tables 1 and 2. */
import assert from 'node:assert/strict';
import { adjoints, finish, gradient, hessianOf, tangents, trace as traceOf } from '../../../core/evaluate';
import { close, moduleOf, traceText } from './programs';

const seed = `
func @f(%x1: num, %x2: num) -> num {
  %a = log %x1
  %b = mul %x1, %x2
  %s = sin %x2
  %c = add %a, %b
  %y = sub %c, %s
  return %y
}`;

describe('trace of the seed function at (2, 5)', () => {
  const trace = traceText(seed, [2, 5]);
  const { tape } = trace;
  const column = (values: ArrayLike<number>): number[] => Array.from({ length: 7 }, (_, i) => values[i + 1] ?? NaN);

  it('has the primal column of table 1', () => {
    close(column(tape.value), [2, 5, Math.log(2), 10, Math.sin(5), 10 + Math.log(2), 10 + Math.log(2) - Math.sin(5)]);
    assert.equal(Number(trace.value).toFixed(4), '11.6521');
  });

  it('has the tangent column of table 1, with the direction (1, 0)', () => {
    close(column(tangents(tape, [1, 0])), [1, 0, 0.5, 5, 0, 5.5, 5.5]);
  });

  it('has the adjoint column of table 2', () => {
    const { bars } = adjoints(tape, [{ node: 7, weight: 1 }]);
    close(column(bars), [5.5, 2 - Math.cos(5), 1, 1, -1, 1, 1]);
    const products = [3, 4, 5].flatMap((node) => {
      const found: number[] = [];
      for (let e = tape.first[node] ?? 0; e < (tape.first[node + 1] ?? 0); e++) found.push((bars[node] ?? NaN) * (tape.partial[e] ?? NaN));
      return found;
    });
    close(products, [0.5, 5, 2, -Math.cos(5)]);
  });

  it('has the gradient (5.5, 1.7163) and the Hessian', () => {
    const { x1, x2 } = gradient(trace);
    assert.equal(x1, 5.5);
    assert.equal(Number(x2).toFixed(4), '1.7163');
    const [first = [], second = []] = hessianOf(trace);
    close([...first, ...second], [-0.25, 1, 1, Math.sin(5)]);
  });

});

describe('trace', () => {
  it('takes one array given twice for one', () => {
    const text = `
func @f(%a: num[], %b: num[], %c: num) -> num {
  %z = const 0
  %x = load %a[%z]
  %y = load %b[%z]
  %p = mul %x, %y
  store %a[%z], %p
  %u = load %a[%z]
  %v = load %b[%z]
  %q = mul %u, %v
  %r = mul %q, %c
  return %r
}`;
    const v = [2];
    const trace = traceText(text, [v, v, 3]);
    // (v²)² · c: the derivative is 4 v³ c = 96 in v and 16 in c.
    assert.equal(trace.value, 48);
    assert.deepEqual(gradient(trace), { a: [96], b: [96], c: 16 });
  });

  it('numbers iterations and calls, and forgets them outside', () => {
    const text = `
func @f(%x: num) -> num {
  %z = const 0
  %one = const 1
  %n = const 3
  slot $s: num = %x
  slot $i: num = %z
  while L {
    %i = get $i
    %c = lt %i, %n
    yield %c
  } body {
    %s = get $s
    %g = call @g(%s) : num
    %t = sin %g
    set $s, %t
    yield
  } update {
    %k = get $i
    %m = add %k, %one
    set $i, %m
    yield
  }
  %r = get $s
  %e = exp %r
  return %e
}
func @g(%y: num) -> num {
  %r = neg %y
  return %r
}`;
    const { tape } = traceText(text, [0.3]);
    const rows = Array.from({ length: tape.count }, (_, i) => i + 1).map((node) => [tape.op[node], tape.contexts.iteration(tape.context[node] ?? 0), tape.contexts.call(tape.context[node] ?? 0)]);
    assert.deepEqual(rows, [
      ['input', null, null], ['neg', null, 0], ['sin', 0, null], ['neg', null, 1], ['sin', 1, null], ['neg', null, 2], ['sin', 2, null], ['exp', null, null],
    ]);
  });

  it('logs what watched sites compute, active or not', () => {
    const { module, root } = moduleOf('func @f(%x: num) -> num {\n  %two = const 2\n  %a = add %two, %two\n  %r = mul %a, %x\n  return %r\n}');
    const body = module.funcs.get(root)?.body.ops ?? [];
    const sites = body.map((op, i) => ({ ...op, origin: { ...op.origin, site: i } }));
    const func = module.funcs.get(root);
    assert.ok(func !== undefined);
    const numbered = { ...module, funcs: new Map([[root, { ...func, body: { ...func.body, ops: sites } }]]) };
    const result = finish(traceOf(numbered, root, [3], { wrt: ['x'], watch: [1, 2] }));
    assert.ok(result.ok);
    assert.deepEqual(result.trace.watched.map(({ value, id }) => [value, id]), [[4, 0], [12, 2]]);
  });
});
