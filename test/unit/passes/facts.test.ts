/** Facts about numbers: integers, ranges, literals. */
import assert from 'node:assert/strict';
import type { Value } from '../../../core/ir/op';
import { parseModule } from '../../../core/ir/parser';
import { visitOps, results } from '../../../core/ir/walk';
import { analyseFacts, type Fact } from '../../../core/passes/facts';

/** The fact about a value of @f with the given name. */
function fact(ops: string, name: string): Fact {
  const module = parseModule(`func @f(%x: num, %b: bool, %a: num[], %u: u8[]) -> num {\n${ops}\n  return %x\n}`);
  const func = module.funcs.get('f');
  assert.ok(func);
  const named: Value[] = [];
  visitOps(func.body, op => { named.push(...results(op).filter(value => value.name === name)); });
  const [value] = named;
  assert.ok(value);
  return analyseFacts(module, 'f').of(value);
}
const range = ({ lo, hi }: Fact): [number, number] => [lo, hi];

describe('facts', () => {
  it('literals are folded as JavaScript computes them', () => {
    assert.deepEqual(fact('%p = const 0.1\n%q = const 0.2\n%r = add %p, %q', 'r'), { integer: false, lo: 0.1 + 0.2, hi: 0.1 + 0.2, literal: 0.1 + 0.2, squares: true });
  });

  it('ranges of functions', () => {
    assert.deepEqual(range(fact('%r = sin %x', 'r')), [-1, 1]);
    assert.deepEqual(range(fact('%e = exp %x\n%n = neg %e', 'n')), [-Infinity, -0]);
    assert.deepEqual(range(fact('%s = sin %x\n%t = tanh %x\n%r = mul %s, %t', 'r')), [-1, 1]);
    assert.deepEqual(range(fact('%r = mul %x, %x', 'r')), [0, Infinity]);
    assert.deepEqual(range(fact('%r = abs %x', 'r')), [0, Infinity]);
    assert.deepEqual(range(fact('%three = const 3\n%s = sin %x\n%r = max %s, %three', 'r')), [3, 3]);
  });

  it('integers: lengths, typed elements, roundings, and what is computed from them', () => {
    assert.ok(fact('%l = len %a\n%two = const 2\n%r = mul %l, %two', 'r').integer);
    assert.deepEqual(fact('%zero = const 0\n%r = load %u[%zero]', 'r'), { integer: true, lo: 0, hi: 255, literal: null, squares: false });
    assert.ok(fact('%f = floor %x\n%l = len %a\n%r = sub %f, %l', 'r').integer);
    assert.ok(!fact('%l = len %a\n%two = const 2\n%r = div %l, %two', 'r').integer);
    assert.ok(!fact('%zero = const 0\n%r = load %a[%zero]', 'r').integer);
  });

  it('branches join', () => {
    assert.deepEqual(fact('%p = const 1\n%q = const 2.5\n%r: num = if %b {\n yield %p\n} else {\n yield %q\n}', 'r'), { integer: false, lo: 1, hi: 2.5, literal: null, squares: true });
  });

  it('loops: what grows has no bound, what does not keeps it', () => {
    const loop = (next: string): string => `%one = const 1
slot $k: num = %one
while L {
  yield %b
} body {
  %k = get $k
  ${next}
  set $k, %n
  yield
} update {
  yield
}
%r = get $k`;
    assert.deepEqual(fact(loop('%n = add %k, %one'), 'r'), { integer: true, lo: 1, hi: Infinity, literal: null, squares: true });
    assert.deepEqual(fact(loop('%n = neg %k'), 'r'), { integer: true, lo: -1, hi: 1, literal: null, squares: false });
    assert.deepEqual(fact(loop('%n = sub %k, %x'), 'r'), { integer: false, lo: -Infinity, hi: Infinity, literal: null, squares: false });
  });

  it('a loop left by break or continue keeps what was written before', () => {
    const text = `%zero = const 0
%half = const 0.5
slot $k: num = %zero
while L {
  yield %b
} body {
  set $k, %half
  if %b {
    break L
  }
  set $k, %zero
  continue L
} update {
  yield
}
%r = get $k`;
    assert.deepEqual(range(fact(text, 'r')), [0, 0.5]);
  });
});
