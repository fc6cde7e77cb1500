/** The verifier: each rule is broken once and reported. */
import assert from 'node:assert/strict';
import { newSlot, newValue, RegionBuilder } from '../../../core/ir/builder';
import type { Func, Module } from '../../../core/ir/module';
import type { Region } from '../../../core/ir/op';
import { nowhere } from '../../../core/ir/origin';
import { parseModule } from '../../../core/ir/parser';
import { bool, num, type Type } from '../../../core/ir/type';
import { assertWellFormed, verifyModule } from '../../../core/ir/verifier';

const others = `
global @DATA: num[] = [1]
func @g(%x: num) -> num {
  return %x
}
func @h[$s: num](%x: num) -> num {
  return %x
}
func @nothing() -> void {
  return
}
`;

/** The problems of a function body, given as text, with parameters x: num, b: bool, a: f64[], g: num[], r: {x: num}. */
function problems(body: string, form: 'slot' | 'value' = 'slot'): string[] {
  const text = `${form === 'value' ? 'value ' : ''}func @f(%x: num, %b: bool, %a: f64[], %g: num[], %r: {x: num}) -> num {\n${body}\n}\n${others}`;
  return verifyModule(parseModule(text)).map(problem => problem.message);
}

function funcOf(body: Region, form: 'slot' | 'value' = 'slot', result: Type = num): Module {
  const func: Func = { name: 'f', params: [], captures: [], result, body, form, origin: nowhere };
  return { funcs: new Map([['f', func]]), globals: new Map() };
}

describe('IR verifier', () => {
  it('accepts well-formed text', () => { assert.deepEqual(problems('return %x'), []); });

  const cases: readonly (readonly [body: string, form: 'slot' | 'value', message: RegExp])[] = [
    ['%y = add %x', 'slot', /add takes 2 arguments/],
    ['%y = add %x, %b', 'slot', /expected num, found bool/],
    ['%y = not %x', 'slot', /expected bool/],
    ['%y = same %x, %x', 'slot', /compares references/],
    ['%y = eq %b, %x', 'slot', /expected num/],
    ['%y = sin{zero at 0} %x', 'slot', /no convention at 0/],
    ['%y = add{tie 0 1} %x, %x', 'slot', /no ties/],
    ['%y = max{tie 0 2} %x, %x', 'slot', /no order of 2/],
    ['%y = alloc f64[] %b', 'slot', /expected num/],
    ['%y = alloc num[][] %x', 'slot', /no zero/],
    ['%y = array num[] (%b)', 'slot', /expected num, found bool/],
    ['%y = struct {x: num} ()', 'slot', /0 values for 1/],
    ['%y = copy %x', 'slot', /expected array/],
    ['%y = global @NONE: num', 'slot', /no global/],
    ['%y = global @DATA: f64[]', 'slot', /expected num\[\]/],
    ['store %a[%b], %x', 'slot', /expected num/],
    ['store %a[%x], %b', 'slot', /expected num, found bool/],
    ['push %a, %x', 'slot', /keeps its length/],
    ['%z = pop %a', 'slot', /keeps its length/],
    ['insert %a[%x], %x', 'slot', /keeps its length/],
    ['%z = remove %a[%x]', 'slot', /keeps its length/],
    ['%z = alloc{holes} f64[] %x', 'slot', /has no holes/],
    ['%n = const null\n%z = add %x, %n', 'slot', /missing element as a number/],
    ['%n = const null\nstore %a[%x], %n', 'slot', /missing element as a number/],
    ['%n = const null\n%z = array num?null[] (%n)\nstore %z[%n], %x', 'slot', /missing element as a number/],
    ['%n = const null\n%z: num = if %b {\n yield %n\n} else {\n yield %x\n}', 'slot', /missing element as a number/],
    ['%z = has %a[%b]', 'slot', /expected num/],
    ['%z = view %a[%b, %x]', 'slot', /expected num/],
    ['setfield %r.x, %b', 'slot', /expected num/],
    ['setfield %r.y, %x', 'slot', /no field 'y'/],
    ['%y = call @none(%x) : num', 'slot', /no function/],
    ['%y = call @g() : num', 'slot', /passes 0 arguments for 1/],
    ['%y = call @h(%x) : num', 'slot', /captures slots/],
    ['%y = call @nothing()\n%z = neg %y', 'slot', /returns nothing/],
    ['%y = deriv gradient 3 @g(%x) : num', 'slot', /parameter that is not there/],
    ['%y = closure @h[] : (num) -> num', 'slot', /passes 0 arguments for 1/],
    ['slot $s: num = %b', 'slot', /expected num/],
    ['slot $s: num = %x\nset $s, %b', 'slot', /expected num/],
    ['if %x {\n yield\n}', 'slot', /expected bool/],
    ['%y: num = if %b {\n yield %b\n} else {\n yield %x\n}', 'slot', /gives \(bool\), expected \(num\)/],
    ['break L', 'slot', /no label L/],
    ['block L {\n continue L\n}', 'slot', /is a block/],
    ['block L {\n block L {\n yield\n }\n yield\n}', 'slot', /in use around it/],
    ['while L {\n break L\n} body {\n yield\n} update {\n yield\n}', 'slot', /no label L/],
    ['while L {\n yield %b\n} body {\n yield\n} update {\n return %x\n}', 'slot', /may not leave/],
    ['while L {\n yield %x\n} body {\n yield\n} update {\n yield\n}', 'slot', /expected \(bool\)/],
    ['if %b {\n return %b\n}', 'slot', /returns bool from a function of num/],
    ['%y: num = loop carry(%z: num = %x) {\n yield %b, %z\n}', 'slot', /value form/],
    ['record %x', 'slot', /value form/],
    ['slot $s: num = %x', 'value', /slot form/],
    ['block L {\n yield\n}', 'value', /slot form/],
    ['if %b {\n return %x\n}', 'value', /inside a region/],
    ['%y: num = loop carry(%z: num = %x) {\n yield %z\n}', 'value', /gives \(num\), expected \(bool, num\)/],
    ['%y: bool = loop carry(%z: num = %x) {\n yield %b, %b\n}', 'value', /results and initial values/],
    ['%y: num = loop for %i = %x to %x by 0 lt carry(%z: num = %x) {\n yield %b, %z\n}', 'value', /counts by 0/],
    ['%y: num = loop for %i = %x to %x by -1 lt carry(%z: num = %x) {\n yield %b, %z\n}', 'value', /counts by -1 while lt/],
    ['loop test() {\n store %a[%x], %x\n yield %b\n} carry() {\n yield %b\n}', 'value', /effect inside the test/],
  ];
  for (const [body, form, message] of cases) {
    it(`reports ${message.source}: ${body.replaceAll('\n', ' ')}`, () => {
      const found = problems(`${body}\nreturn %x`, form);
      assert.ok(found.some(problem => message.test(problem)), `found: ${found.join('; ')}`);
    });
  }

  it('reports terminators that are missing or not last', () => {
    assert.deepEqual(problems('%y = neg %x'), ['prim: the region does not end in a terminator']);
    assert.deepEqual(problems('return %x\nreturn %x'), ['return: ends the region, yet operations follow']);
    assert.deepEqual(problems('yield'), ['yield: a function body ends in return or throw']);
    assert.match(verifyModule(funcOf({ params: [], ops: [] }))[0]?.message ?? '', /empty/);
  });

  it('reports values and slots out of scope, and definitions made twice', () => {
    const value = newValue(num, 'y');
    const unknown = new RegionBuilder();
    unknown.return(value, nowhere);
    assert.deepEqual(verifyModule(funcOf(unknown.finish())).map(p => p.message), ['return: %y is not defined here']);

    const inner = new RegionBuilder();
    inner.append({ kind: 'const', value: 1, result: value, origin: nowhere });
    inner.yield([], nowhere);
    const outer = new RegionBuilder();
    const cond = outer.constant(true, nowhere);
    outer.if(cond, inner.finish(), inner.finish(), [], nowhere);
    outer.return(value, nowhere);
    assert.deepEqual(verifyModule(funcOf(outer.finish())).map(p => p.message), ['const: %y is defined twice', 'return: %y is not defined here']);

    const slots = new RegionBuilder();
    const slot = newSlot(bool, 's');
    slots.return(slots.get(slot, nowhere), nowhere);
    assert.deepEqual(verifyModule(funcOf(slots.finish(), 'slot', bool)).map(p => p.message), ['get: $s is not declared here']);
  });

  it('names the pass and shows the function when asserted', () => {
    assert.throws(() => { assertWellFormed(parseModule('func @f(%x: num) -> num {\n  %y = neg %x\n}'), 'promoteSlots'); },
      /after promoteSlots:\n {2}@f: prim: the region does not end in a terminator\nfunc @f/);
  });
});
