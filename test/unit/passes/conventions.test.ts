/** Conventions set on operations: sums of squares, literal factors, and who wins ties. */
import assert from 'node:assert/strict';
import { parseModule } from '../../../core/ir/parser';
import { printModule } from '../../../core/ir/printer';
import { verifyModule } from '../../../core/ir/verifier';
import { resolveConventions } from '../../../core/passes/conventions';

/** The operations with conventions, as text without results: `sqrt{zero at 0}`, in order. */
function conventions(text: string): string[] {
  const module = parseModule(text);
  assert.deepEqual(verifyModule(module), []);
  return [...printModule(resolveConventions(module, 'f')).matchAll(/= (sqrt|hypot|pow|min|max)(\{[^}]*\})?/g)].map(([, prim, set]) => `${prim ?? ''}${set ?? ''}`);
}
const body = (ops: string, others = ''): string[] => conventions(`func @f(%x: num, %y: num, %n: num, %a: num[]) -> num {\n${ops}\n  return %x\n}\n${others}`);

/** A loop over the elements of %a; `inner` sees the index %i. */
const overArray = (inner: string): string => `
  %zero = const 0
  %one = const 1
  slot $s: num = %zero
  slot $i: num = %zero
  while L {
    %it = get $i
    %len = len %a
    %again = lt %it, %len
    yield %again
  } body {
    %i = get $i
    ${inner}
    yield
  } update {
    %iu = get $i
    %next = add %iu, %one
    set $i, %next
    yield
  }
  %s = get $s`;
const accumulate = (value: string): string => `%s0 = get $s\n    %s1 = add %s0, ${value}\n    set $s, %s1`;

describe('literal factors', () => {
  const literal = (op: string): string[] => [...printModule(resolveConventions(parseModule(`func @f(%x: num) -> num {
  %zero = const 0
  %one = const 1
  slot $c: num = %zero
  %c = get $c
  %r = ${op}
  return %r
}`), 'f')).matchAll(/= (mul|div|pow)(\{[^}]*\})?/g)].map(([, prim, set]) => `${prim ?? ''}${set ?? ''}`);

  it('where the operand is a literal', () => {
    assert.deepEqual(['mul %zero, %x', 'mul %x, %zero', 'div %zero, %x', 'pow %x, %zero', 'pow %one, %x'].flatMap(literal), ['mul', 'mul', 'div', 'pow', 'pow'].map(prim => `${prim}{structural}`));
  });

  it('not where a variable holds one, nor another number', () => {
    assert.deepEqual(['mul %c, %x', 'div %c, %x', 'pow %x, %c', 'mul %one, %x', 'div %x, %zero', 'pow %x, %one', 'pow %zero, %x'].flatMap(literal), ['mul', 'div', 'pow', 'mul', 'div', 'pow', 'pow']);
  });
});

describe('conventions at 0', () => {
  const yes = ['sqrt{zero at 0}'], no = ['sqrt'];

  it('squares and sums of them', () => {
    assert.deepEqual(body('%s = mul %x, %x\n%t = mul %y, %y\n%u = add %s, %t\n%r = sqrt %u'), yes);
    assert.deepEqual(body('%two = const 2\n%s = pow %x, %two\n%r = sqrt %s'), ['pow', ...yes]);
    assert.deepEqual(body('%two = const 2\n%s = mul %x, %x\n%t = mul %two, %s\n%u = div %t, %two\n%r = sqrt %u'), yes);
    assert.deepEqual(body('%d = sub %x, %y\n%e = sub %x, %y\n%s = mul %d, %e\n%r = sqrt %s'), yes);
  });

  it('not what only may be one', () => {
    assert.deepEqual(body('%r = sqrt %x'), no);
    assert.deepEqual(body('%s = mul %x, %y\n%r = sqrt %s'), no);
    assert.deepEqual(body('%s = mul %x, %x\n%t = sub %s, %y\n%r = sqrt %t'), no);
    assert.deepEqual(body('%m = const -1\n%s = mul %x, %x\n%t = mul %m, %s\n%r = sqrt %t'), no);
    assert.deepEqual(body('%three = const 3\n%s = pow %x, %three\n%r = sqrt %s'), ['pow', ...no]);
    assert.deepEqual(body('%s = mul %x, %x\n%t = add %s, %y\n%r = sqrt %t'), no);
  });

  it('two reads of a slot, unless it is written between', () => {
    assert.deepEqual(body('slot $d: num = %x\n%d = get $d\n%e = get $d\n%s = mul %d, %e\n%r = sqrt %s'), yes);
    assert.deepEqual(body('slot $d: num = %x\n%d = get $d\nset $d, %y\n%e = get $d\n%s = mul %d, %e\n%r = sqrt %s'), no);
  });

  it('two loads of an element, unless memory is written between', () => {
    assert.deepEqual(body('%d = load %a[%n]\n%e = load %a[%n]\n%s = mul %d, %e\n%r = sqrt %s'), yes);
    assert.deepEqual(body('%d = load %a[%n]\nstore %a[%n], %x\n%e = load %a[%n]\n%s = mul %d, %e\n%r = sqrt %s'), no);
  });

  it('loops that accumulate squares from 0', () => {
    assert.deepEqual(body(`${overArray(`%e = load %a[%i]\n    %q = mul %e, %e\n    ${accumulate('%q')}`)}\n%r = sqrt %s`), yes);
    assert.deepEqual(body(`${overArray(`%e = load %a[%i]\n    ${accumulate('%e')}`)}\n%r = sqrt %s`), no);
    assert.deepEqual(body(`${overArray(`%e = load %a[%i]\n    %q = mul %e, %e\n    ${accumulate('%q')}`)}\n%l = len %a\n%m = div %s, %l\n%r = sqrt %m`), yes);
  });

  it('a value of the previous iteration is another value', () => {
    assert.deepEqual(body(`${overArray(`%p = get $s\n    %e = load %a[%i]\n    set $s, %e\n    %q = get $s\n    %m = mul %p, %q\n    %r = sqrt %m`)}`), no);
  });

  it('squares kept in a local array, not in a parameter', () => {
    const text = (array: string): string => `%one = const 1\n%zero = const 0\n%b = alloc f64[] %one\n%q = mul %x, %x\nstore ${array}[%zero], %q\n%e = load ${array}[%zero]\n%r = sqrt %e`;
    assert.deepEqual(body(text('%b')), yes);
    assert.deepEqual(body(text('%a')), no);
  });

  it('through calls: a square, and a product of equal arguments', () => {
    const others = 'func @sq(%t: num) -> num {\n  %s = mul %t, %t\n  return %s\n}\nfunc @times(%t: num, %u: num) -> num {\n  %s = mul %t, %u\n  return %s\n}';
    assert.deepEqual(body('%s = call @sq(%x) : num\n%r = sqrt %s', others), yes);
    assert.deepEqual(body('%s = call @times(%x, %x) : num\n%r = sqrt %s', others), yes);
    assert.deepEqual(body('%s = call @times(%x, %y) : num\n%r = sqrt %s', others), no);
  });

  it('hypot always; a power only with exponent 0.5', () => {
    assert.deepEqual(body('%r = hypot %x, %y'), ['hypot{zero at 0}']);
    assert.deepEqual(body('%half = const 0.5\n%s = mul %x, %x\n%r = pow %s, %half\n%q = pow %s, %x'), ['pow{zero at 0}', 'pow']);
  });
});

describe('conventions of ties', () => {
  it('an argument that depends on no parameter wins', () => {
    assert.deepEqual(body('%zero = const 0\n%m = max %x, %zero'), ['max{tie 1 0}']);
    assert.deepEqual(body('%zero = const 0\n%m = max %zero, %x'), ['max']);
    assert.deepEqual(body('%m = min %x, %y'), ['min']);
    assert.deepEqual(body('%one = const 1\n%c = sin %one\n%m = max %x, %c, %y, %one'), ['max{tie 1 3 0 2}']);
    assert.deepEqual(body('%l = len %a\n%m = min %x, %l'), ['min{tie 1 0}']);
  });

  it('follows the data of a slot, not its name', () => {
    assert.deepEqual(body('%zero = const 0\nslot $b: num = %zero\n%b = get $b\n%m = max %x, %b\nset $b, %m\n%c = get $b\n%k = max %y, %c'), ['max{tie 1 0}', 'max']);
    assert.deepEqual(body(`${overArray('%e = load %a[%i]\n    %b = get $s\n    %m = max %e, %b\n    set $s, %m')}`), ['max']);
  });

  it('elements of arrays: constants do not depend, parameters do, local arrays as they are filled', () => {
    const others = 'global @W: num[] = [1, 2]';
    assert.deepEqual(body('%zero = const 0\n%w = global @W: num[]\n%e = load %w[%zero]\n%m = max %x, %e', others), ['max{tie 1 0}']);
    assert.deepEqual(body('%zero = const 0\n%e = load %a[%zero]\n%m = max %x, %e'), ['max']);
    const local = (stored: string): string => `%one = const 1\n%zero = const 0\n%b = alloc f64[] %one\nstore %b[%zero], ${stored}\n%e = load %b[%zero]\n%m = max %x, %e`;
    assert.deepEqual(body(local('%one')), ['max{tie 1 0}']);
    assert.deepEqual(body(local('%y')), ['max']);
  });

  it('across calls, for all of them at once', () => {
    const others = 'func @clamp(%t: num, %low: num) -> num {\n  %m = max %t, %low\n  return %m\n}';
    assert.deepEqual(body('%zero = const 0\n%c = call @clamp(%x, %zero) : num', others), ['max{tie 1 0}']);
    assert.deepEqual(body('%zero = const 0\n%c = call @clamp(%x, %zero) : num\n%d = call @clamp(%x, %y) : num', others), ['max']);
  });

  it('leaves functions alone that the root does not reach', () => {
    assert.deepEqual(body('%y1 = neg %x', 'func @g(%t: num) -> num {\n  %r = hypot %t\n  return %r\n}'), ['hypot']);
  });
});
