/** Which parameters are discrete, on IR as the front end writes it. */
import assert from 'node:assert/strict';
import { parseModule } from '../../../core/ir/parser';
import { verifyModule } from '../../../core/ir/verifier';
import { discreteParameters } from '../../../core/passes/discrete';

/** The names of the discrete parameters of @f. */
function discrete(text: string): string[] {
  const module = parseModule(text);
  assert.deepEqual(verifyModule(module), []);
  const params = module.funcs.get('f')?.params ?? [];
  return [...discreteParameters(module, 'f')].map(i => params[i]?.name ?? '?');
}

/** A function of x, n, m: num and a: num[] with the given body. */
const body = (ops: string, others = ''): string[] => discrete(`func @f(%x: num, %n: num, %m: num, %a: num[]) -> num {\n${ops}\n  return %x\n}\n${others}`);

/** `for (let i = from; i <compare> to; i += step) { inner }`. */
const loop = (from: string, compare: string, to: string, step: string, inner = ''): string => `
  slot $i: num = ${from}
  while L {
    %it = get $i
    %again = ${compare} %it, ${to}
    yield %again
  } body {
    %ib = get $i
    ${inner}
    yield
  } update {
    %iu = get $i
    %next = add %iu, ${step}
    set $i, %next
    yield
  }`;
const constants = '%zero = const 0\n%one = const 1\n%minus = const -1\n%two = const 2\n%half = const 0.5\n';

describe('discrete parameters', () => {
  it('an index, through arithmetic, slots and copies', () => {
    assert.deepEqual(body('%l = load %a[%n]'), ['n']);
    assert.deepEqual(body(`${constants}%t = mul %n, %m\n%u = add %t, %one\nslot $k: num = %u\n%k = get $k\nstore %a[%k], %x`), ['n', 'm']);
    assert.deepEqual(body('%t = neg %n\n%l = load %a[%t]'), ['n']);
  });

  it('not an index behind rounding or division', () => {
    assert.deepEqual(body('%t = floor %x\n%l = load %a[%t]'), []);
    assert.deepEqual(body('%t = div %n, %m\n%l = load %a[%t]'), []);
  });

  it('reads of a slot see what was put there last', () => {
    assert.deepEqual(body('slot $t: num = %x\n%s = get $t\n%u = sin %s\nset $t, %n\n%k = get $t\n%l = load %a[%k]'), ['n']);
  });

  it('a length', () => { assert.deepEqual(body(`${constants}%t = mul %n, %two\n%b = alloc f64[] %t`), ['n']); });

  it('a bit operation', () => { assert.deepEqual(body(`${constants}%t = bitand %n, %one\n%u = shl %m, %two`), ['n', 'm']); });

  it('the bound of an integer loop', () => {
    assert.deepEqual(body(constants + loop('%zero', 'lt', '%n', '%one')), ['n']);
    assert.deepEqual(body(`${constants}%b = sub %n, %one\n${loop('%zero', 'le', '%b', '%two')}`), ['n']);
  });

  it('not the bounds of a loop over reals', () => {
    assert.deepEqual(body(constants + loop('%x', 'le', '%m', '%half')), []);
    assert.deepEqual(body(constants + loop('%zero', 'lt', '%m', '%x')), []);
    assert.deepEqual(body(constants + loop('%n', 'le', '%m', '%one')), []);
  });

  it('a counter that is an index makes its start, step and bound discrete', () => {
    assert.deepEqual(body(constants + loop('%n', 'lt', '%m', '%one', '%l = load %a[%ib]')), ['n', 'm']);
    assert.deepEqual(body(constants + loop('%zero', 'lt', '%m', '%n', '%l = load %a[%ib]')), ['n', 'm']);
  });

  it('a countdown to an integer', () => { assert.deepEqual(body(constants + loop('%n', 'gt', '%zero', '%minus')), ['n']); });

  it('the bound in a break out of an endless loop, not other comparisons with the counter', () => {
    const breaks = '%c = ge %ib, %n\n    if %c {\n      break L\n    }';
    const counted = loop('%zero', 'lt', '%two', '%one', breaks);
    assert.deepEqual(body(constants + counted.replace(/%it = .*\n.*\n/, '').replace('yield %again', '%true = const true\n    yield %true')), ['n']);
    assert.deepEqual(body(constants + counted), []);
  });

  it('a remainder compared with an integer', () => {
    assert.deepEqual(body(`${constants}%r = rem %n, %two\n%c = eq %r, %zero`), ['n']);
    assert.deepEqual(body(`${constants}%r = rem %n, %two\nslot $r: num = %r\n%q = get $r\n%c = ne %q, %one`), ['n']);
    assert.deepEqual(body(`${constants}%r = rem %n, %two\n%c = eq %r, %half`), []);
    assert.deepEqual(body(`${constants}%r = rem %x, %m\n%c = eq %r, %zero`), []);
  });

  it('the value of a switch, not a comparison', () => {
    assert.deepEqual(body(`${constants}%s = add %n, %m\n%c = eq{case} %s, %one`), ['n', 'm']);
    assert.deepEqual(body(`${constants}%c = eq %n, %one`), []);
  });

  it('across calls, both ways', () => {
    const others = 'func @at(%b: num[], %i: num) -> num {\n  %l = load %b[%i]\n  return %l\n}\nfunc @id(%y: num) -> num {\n  return %y\n}';
    assert.deepEqual(body('%t = call @at(%a, %n) : num', others), ['n']);
    assert.deepEqual(body('%t = call @id(%m) : num\n%l = load %a[%t]', others), ['m']);
  });

  it('into one call of a function, not out of another', () => {
    const others = 'func @id(%y: num) -> num {\n  %t = call @same(%y) : num\n  return %t\n}\nfunc @same(%y: num) -> num {\n  return %y\n}';
    assert.deepEqual(body('%k = call @id(%m) : num\n%l = load %a[%k]\n%u = call @id(%x) : num', others), ['m']);
  });

  it('into the function that a call of a function value reaches, not into others of its type', () => {
    const others = 'func @index(%i: num, %b: num[]) -> num {\n  %l = load %b[%i]\n  return %l\n}\nfunc @first(%y: num, %b: num[]) -> num {\n  return %y\n}';
    const calls = '%g = closure @index[] : (num, num[]) -> num\n%h = closure @first[] : (num, num[]) -> num\n%s = callvalue %g(%n, %a)\n%t = callvalue %h(%x, %a)';
    assert.deepEqual(body(calls, others), ['n']);
  });

  it('through recursion', () => {
    const text = `func @f(%x: num, %n: num, %a: num[]) -> num {
  %one = const 1
  %l = load %a[%n]
  %k = sub %n, %one
  %r = call @f(%l, %k, %a) : num
  return %r
}`;
    assert.deepEqual(discrete(text), ['n']);
  });

  it('through a captured slot', () => {
    const others = 'func @g[$k: num](%b: num[]) -> num {\n  %k = get $k\n  %l = load %b[%k]\n  return %l\n}';
    assert.deepEqual(body('slot $k: num = %n\n%h = closure @g[$k] : (num[]) -> num\n%t = callvalue %h(%a)', others), ['n']);
  });
});
