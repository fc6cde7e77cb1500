/** The IR's text form: what is printed reads back as the same module, and hand-written text is understood. */
import assert from 'node:assert/strict';
import { IrSyntaxError } from '../../../core/ir/lexer';
import type { Module } from '../../../core/ir/module';
import type { Slot, Value } from '../../../core/ir/op';
import { parseModule } from '../../../core/ir/parser';
import { printModule } from '../../../core/ir/printer';
import { verifyModule } from '../../../core/ir/verifier';

/** Everything of a module but the numbers of values and slots, which are replaced by the order they are met in. */
function shape(module: Module): unknown {
  const ids = new Map<object, number>();
  const isNumbered = (x: object): x is Value | Slot => 'id' in x && 'type' in x && 'name' in x;
  const walk = (x: unknown): unknown => {
    if (typeof x === 'number') return Object.is(x, -0) ? '-0' : String(x);
    if (typeof x !== 'object' || x === null) return x;
    if (x instanceof Map) return [...x.entries()].map(entry => walk(entry));
    if (Array.isArray(x)) return x.map(walk);
    if (!isNumbered(x)) return Object.fromEntries(Object.entries(x).map(([key, value]) => [key, walk(value)]));
    const met = ids.get(x) ?? ids.size;
    ids.set(x, met);
    return { met, type: walk(x.type), name: x.name };
  };
  return walk(module);
}

function roundTrip(text: string): void {
  const module = parseModule(text);
  assert.deepEqual(verifyModule(module), []);
  const printed = printModule(module, { origins: true });
  const again = parseModule(printed);
  assert.deepEqual(shape(again), shape(module));
  assert.equal(printModule(again, { origins: true }), printed);
}

const everySlotOp = `
file 0 "a.ts"
file 1 "b c.ts"
global @DATA: num[] = [1, -0, NaN, -Infinity, 1e-7] at 0:3-9
global @GAPS: num?null[] = [1, null]
global @TABLE: {"odd name": num[][], ok: bool} = {"odd name": [[1], []], ok: true}
func @g[$s: num](%x: num at 0:10-11) -> num at 0:0-90 #3 {
  %s = get $s
  %0 = add %s, %x at 1:12-17 #5
  set $s, %0
  return %0
}
func @effect(%a: num[]) -> void {
  %0 = const 1
  push %a, %0
  return
}
func @f(%x: num, weights as %w: f64[], %r: {x: num, y: f32[]}, %fs: ((num) -> num)[]) -> num {
  %c = const 2
  %c#2 = const true
  slot $s: num = %c
  slot $s#2: bool = %c#2
  %v = get $s
  set $s, %v
  %t = mul %x, %v at #7 tangent
  %m = max{tie 1 0} %x, %t
  %n = sqrt{zero at 0} %m at adjoint
  %p = hypot
  %sc = eq{case} %m, %c
  %a = alloc f64[] %c
  %b = array num[] (%x, %t)
  %q = struct {x: num, y: num} (%x, %t)
  %e = copy %a
  %d = global @DATA: num[]
  %l = load %a[%v]
  store %a[%v], %l
  %i = field %r.x
  setfield %q.x, %i
  %k = len %a
  push %b, %x
  fill %a, %x
  %nothing = const null
  %gaps = array num?null[] (%x, %nothing)
  %open = alloc num?undefined[] %c
  %has = has{within} %gaps[%c]
  store %open[%c], %nothing
  call @effect(%b)
  %y = lt %x, %t
  %z: num = if %y at 0:4-5 #9 {
    yield %x
  } else {
    yield %t
  }
  if %y {
    yield
  }
  do L {
    yield %y
  } body {
    if %y {
      continue L
    } else {
      break L
    }
    yield
  } update {
    yield
  }
  block B {
    while M {
      yield %y
    } body {
      break B
    } update {
      yield
    }
    throw "never \\"here\\""
  }
  %h = closure @g[$s] : (num) -> num
  %o = callvalue %h(%x)
  %u = deriv gradient 0,1 @f2(%x, %o) : {value: num, dx: num}
  return %v
}
func @f2(%x: num, %y: num) -> num {
  return %x
}
`;

const everyValueOp = `
value func @f(%n: num, %x: num) -> num {
  %c = const 0
  %true = const true
  %s: num, %z: num = loop for %i = %c to %n by 1 lt carry(%s0: num = %c, %z0: num = %x) at #4 {
    %s1 = add %s0, %z0
    record %s1
    yield %true, %s1, %z0
  }
  %t: num = loop test(%t0: num = %c) {
    %b = lt %t0, %n
    yield %b
  } carry(%t1: num) {
    %p = replay : num
    %q = add %t1, %p
    yield %true, %q
  }
  loop for %j = %n to %c by -1 gt carry() {
    yield %true
  }
  %u: num = loop carry(%u0: num = %s) {
    %g = gt %u0, %t
    if %g {
      throw "too large"
    }
    yield %g, %u0
  }
  return %u
}
`;

describe('IR text', () => {
  it('prints and reads back every operation of slot form', () => { roundTrip(everySlotOp); });
  it('prints and reads back every operation of value form', () => { roundTrip(everyValueOp); });

  it('keeps names apart that the source uses twice', () => {
    const text = printModule(parseModule('func @f(%x: num) -> num {\n  if_placeholder\n}'.replace('if_placeholder', '%x#2 = neg %x\n  %x#3 = neg %x#2\n  return %x#3')));
    assert.equal(text, 'func @f(%x: num) -> num {\n  %x#2 = neg %x\n  %x#3 = neg %x#2\n  return %x#3\n}\n');
  });

  it('reads names with letters beyond a to z', () => { roundTrip('func @χ2(%θ: num) -> num {\n  slot $β: num = %θ\n  %β = get $β\n  %0 = add %β, %θ\n  return %0\n}\n'); });

  it('says where text is wrong', () => {
    const wrong = (text: string, message: RegExp, line: number, column: number): void => {
      assert.throws(() => parseModule(text), (error: unknown) => {
        assert.ok(error instanceof IrSyntaxError);
        assert.match(error.message, message);
        assert.deepEqual([error.line, error.column], [line, column]);
        return true;
      });
    };
    wrong('func @f() -> num {\n  return %x\n}', /%x is not defined here/, 2, 10);
    wrong('func @f() -> num {\n  frobnicate\n}', /no operation/, 3, 1);
    wrong('func @f() -> f16[] {}', /expected a type/, 1, 14);
    wrong('func @f(%x: num) -> num {\n  // a comment\n  %y = neg %x ; 3\n}', /unexpected ';'/, 3, 15);
    wrong('func @f(%x: num) -> num {\n  if %x {\n    %y = neg %x\n  }\n  return %y\n}', /%y is not defined here/, 5, 10);
  });
});
