/** A4: what the trace does where mathematics leaves a choice, and what it says about it. Smooth points are calm. */
import assert from 'node:assert/strict';
import { coerce, evaluatePoint, finish, gradient, targetOf, type Datum, type Warning } from '../../../core/evaluate';
import { close, moduleOf } from './programs';

interface Outcome { readonly gradient: { readonly [param: string]: Datum }; readonly warnings: readonly Warning[] }

function at(text: string, args: readonly Datum[], wrt: readonly string[] | null = null): Outcome {
  const { module, root } = moduleOf(text);
  const result = finish(evaluatePoint(targetOf(module, root, wrt), args));
  assert.ok(result.ok, result.ok ? '' : result.fault.message);
  return { gradient: gradient(result.trace), warnings: result.warnings };
}

const unary = (prim: string): string => `func @f(%x: num) -> num {\n  %r = ${prim} %x\n  return %r\n}`;
const binary = (prim: string): string => `func @f(%x: num, %y: num) -> num {\n  %r = ${prim} %x, %y\n  return %r\n}`;

function expect(outcome: Outcome, expected: { readonly [param: string]: number }, codes: readonly string[], sides: readonly (readonly number[])[] = []): void {
  for (const [param, value] of Object.entries(expected)) assert.ok(Object.is(Number(outcome.gradient[param]) + 0, value), `∂${param} is ${String(outcome.gradient[param])}, not ${value}`);
  assert.deepEqual(outcome.warnings.map((w) => w.code), codes);
  sides.forEach((pair, i) => close([...(outcome.warnings[i]?.oneSided ?? [])], pair, 1e-9));
}

describe('conventions', () => {
  it('abs at 0', () => expect(at(unary('abs'), [0]), { x: 0 }, ['N2001'], [[-1, 1]]));
  it('abs elsewhere is calm', () => expect(at(unary('abs'), [-2]), { x: -1 }, []));
  it('sqrt at 0 is infinite', () => expect(at(unary('sqrt'), [0]), { x: Infinity }, ['N2003'], [[NaN, Infinity]]));
  it('cbrt at 0 is infinite', () => expect(at(unary('cbrt'), [0]), { x: Infinity }, ['N2003'], [[Infinity, Infinity]]));
  it('ties of max go to the first', () => expect(at(binary('max'), [1, 1]), { x: 1, y: 0 }, ['N2002'], [[0, 1]]));
  it('max away from the tie is calm', () => expect(at(binary('max'), [1, 2]), { x: 0, y: 1 }, []));
  it('atan2 at the origin is NaN', () => {
    const { gradient: g, warnings } = at(binary('atan2'), [0, 0]);
    assert.ok(Number.isNaN(g['x']));
    assert.deepEqual(warnings.map((w) => w.code), ['N2004']);
  });
  it('a negative base with a real exponent spoils only ∂y', () => {
    const { gradient: g, warnings } = at(binary('pow'), [-2, 3]);
    assert.equal(g['x'], 12);
    assert.ok(Number.isNaN(g['y']));
    assert.deepEqual(warnings.map((w) => w.code), ['N2004']);
  });
  it('floor cuts the path and says from where', () => {
    const outcome = at(unary('floor'), [2.5]);
    expect(outcome, { x: 0 }, ['N2006'], [[0, 0]]);
    assert.deepEqual(outcome.warnings[0]?.path?.map(({ name }) => name), ['x', 'Math.floor']);
    assert.equal(outcome.warnings[0]?.operation, 'Math.floor');
  });
  it('floor at a step jumps on the left', () => expect(at(unary('floor'), [2]), { x: 0 }, ['N2006'], [[Infinity, 0]]));
  it('a power above 1 at 0 is calm', () => expect(at(binary('pow'), [0, 2]), { x: 0, y: 0 }, []));
  it('the remainder away from its jumps is calm', () => expect(at(binary('rem'), [7.5, 2]), { x: 1, y: -3 }, []));

  it('max(x, 0) at 0 prefers what depends on no parameter', () => {
    const text = 'func @f(%x: num) -> num {\n  %z = const 0\n  %r = max %x, %z\n  return %r\n}';
    expect(at(text, [0]), { x: 0 }, ['N2002'], [[0, 1]]);
  });

  it('the norm of a sum of squares at 0 has slope 0', () => {
    const text = `func @f(%x: num, %y: num) -> num {
  %a = mul %x, %x
  %b = mul %y, %y
  %c = add %a, %b
  %r = sqrt %c
  return %r
}`;
    expect(at(text, [0, 0]), { x: 0, y: 0 }, ['N2001'], [[-1, 1]]);
    const smooth = at(text, [3, 4]);
    close([Number(smooth.gradient['x']), Number(smooth.gradient['y'])], [0.6, 0.8]);
    assert.deepEqual(smooth.warnings, []);
  });

  it('a kink that cancels is calm', () => {
    const text = 'func @f(%x: num) -> num {\n  %a = abs %x\n  %r = mul %a, %a\n  return %r\n}';
    expect(at(text, [0]), { x: 0 }, []);
  });

  it('a losing operand contributes nothing, even where its slope is infinite', () => {
    const text = `func @f(%x: num) -> num {
  %one = const 1
  %q = div %one, %x
  %r = min %one, %q
  return %r
}`;
    expect(at(text, [0]), { x: 0 }, []);
  });

  it('a computed 0 · ∞ is NaN and both operations are named', () => {
    const text = `func @f(%x: num) -> num {
  %one = const 1
  %e = exp %x
  %s = add %one, %e
  %r = log %s
  return %r
}`;
    const { gradient: g, warnings } = at(text, [800]);
    assert.ok(Number.isNaN(g['x']));
    const [warning] = warnings;
    assert.equal(warning?.code, 'N2010');
    assert.match(warning?.message ?? '', /`\+`.*`Math.exp`|`Math.log`.*`Math.exp`/);
    expect(at(text, [1]), { x: Math.exp(1) * (1 / (1 + Math.exp(1))) }, []);
  });

  const relu = `func @f(%x: num) -> num {
  %z = const 0
  %c = gt %x, %z
  %r: num = if %c {
    yield %x
  } else {
    yield %z
  }
  return %r
}`;
  it('a branch at its boundary shows both sides', () => expect(at(relu, [0]), { x: 0 }, ['N2007'], [[0, 1]]));
  it('a branch away from its boundary is calm', () => {
    expect(at(relu, [-1]), { x: 0 }, []);
    expect(at(relu, [2]), { x: 1 }, []);
  });

  it('a parameter that only decides is reported', () => {
    const text = `func @f(%x: num, %y: num) -> num {
  %z = const 0
  %c = gt %x, %z
  %r: num = if %c {
    yield %y
  } else {
    yield %z
  }
  return %r
}`;
    const outcome = at(text, [2, 3]);
    expect(outcome, { x: 0, y: 1 }, ['N2011']);
    assert.deepEqual(outcome.warnings[0]?.path?.map(({ name }) => name), ['x', '>']);
  });

  it('a trip count that depends on a parameter is reported', () => {
    const text = `func @f(%x: num) -> num {
  slot $a: num = %x
  while L {
    %a = get $a
    %one = const 1
    %c = gt %a, %one
    yield %c
  } body {
    %b = get $a
    %two = const 2
    %h = div %b, %two
    set $a, %h
    yield
  } update {
    yield
  }
  %r = get $a
  return %r
}`;
    expect(at(text, [5]), { x: 0.125 }, ['N2008']);
  });

  it('an index that depends on a parameter is reported', () => {
    const text = `func @f(%x: num, %a: num[]) -> num {
  %i = floor %x
  %r = load %a[%i]
  return %r
}`;
    const outcome = at(text, [1.5, [3, 4, 5]]);
    assert.deepEqual(outcome.gradient, { x: 0, a: [0, 1, 0] });
    assert.ok(outcome.warnings.some((w) => w.code === 'N2009' && w.path?.[0]?.name === 'x'));
  });

  it('integer arrays cut, float arrays pass', () => {
    const text = (storage: string): string => `func @f(%x: num) -> num {
  %one = const 1
  %z = const 0
  %a = alloc ${storage}[] %one
  store %a[%z], %x
  %r = load %a[%z]
  return %r
}`;
    expect(at(text('i32'), [2.5]), { x: 0 }, ['N2006']);
    expect(at(text('f32'), [2.5]), { x: 1 }, []);
  });

  it('an unused parameter is 0 without a word', () => {
    expect(at('func @f(%x: num, %y: num) -> num {\n  return %x\n}', [1, 2]), { x: 1, y: 0 }, []);
  });
});

describe('coerce', () => {
  it('fits JSON to declared types and names what does not fit', () => {
    const { module, root } = moduleOf('func @f(%w: f64[], %m: {a: num, b: num[]}) -> num {\n  %r = const 0\n  return %r\n}');
    const [w, m] = module.funcs.get(root)?.params.map((p) => p.value.type) ?? [];
    assert.ok(w !== undefined && m !== undefined);
    assert.deepEqual(coerce([1, 'NaN', '-Infinity'], w, 'w'), { ok: true, datum: Float64Array.of(1, NaN, -Infinity) });
    const bad = coerce({ a: 1, b: [1, 'x'] }, m, 'm');
    assert.ok(!bad.ok && bad.path === 'm.b[1]');
    const unknown = coerce({ a: 1, b: [], c: 2 }, m, 'm');
    assert.ok(!unknown.ok && unknown.path === 'm.c');
  });
});
