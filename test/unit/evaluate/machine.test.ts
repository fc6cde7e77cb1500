/** The machine runs both forms of the IR, bit for bit as JavaScript, within its limits. */
import assert from 'node:assert/strict';
import { defaultLimits, finish, interpret } from '../../../core/evaluate';
import { Machine } from '../../../core/evaluate/machine';
import { compileModule } from '../../../core/evaluate/moduleCompiler';
import { faultOf, moduleOf, runText } from './programs';

const sum = `
func @f(%x: num, %n: num) -> num {
  %z = const 0
  slot $s: num = %z
  slot $i: num = %z
  while L {
    %i = get $i
    %c = lt %i, %n
    yield %c
  } body {
    %s = get $s
    %k = get $i
    %p = mul %k, %x
    %q = sin %p
    %t = add %s, %q
    set $s, %t
    yield
  } update {
    %j = get $i
    %one = const 1
    %m = add %j, %one
    set $i, %m
    yield
  }
  %r = get $s
  return %r
}`;

describe('machine', () => {
  it('computes the bits that JavaScript computes', () => {
    const text = `
func @f(%x: num, %y: num) -> num {
  %a = div %x, %y
  %b = pow %a, %y
  %c = rem %b, %x
  %d = atan2 %c, %y
  %e = hypot %d, %x, %y
  %g = expm1 %e
  %h = sub %g, %a
  return %h
}`;
    const twin = (x: number, y: number): number => Math.expm1(Math.hypot(Math.atan2((x / y) ** y % x, y), x, y)) - x / y;
    for (const [x, y] of [[2.5, 1.25], [1e-3, 7], [-0, 3], [Math.PI, -2]] as const) assert.ok(Object.is(runText(text, [x, y]), twin(x, y)), `${x}, ${y}`);
  });

  it('runs loops as the source does', () => {
    let s = 0;
    for (let i = 0; i < 50; i++) s = s + Math.sin(i * 0.7);
    assert.equal(runText(sum, [0.7, 50]), s);
  });

  it('can be stopped after any number of steps and goes on', () => {
    const { module, root } = moduleOf(sum);
    const program = compileModule(module, root);
    assert.ok(program !== null);
    const machine = new Machine(program, defaultLimits);
    machine.setArgument(0, 0.7, 0, undefined);
    machine.setArgument(1, 50, 0, undefined);
    let slices = 0;
    while (!machine.run(1)) slices++;
    assert.equal(machine.result?.value, runText(sum, [0.7, 50]));
    assert.equal(slices + 1, machine.executed);
  });

  it('stops at the budget and says so', () => {
    const fault = faultOf(sum, [1, 1e9], { ...defaultLimits, operations: 5000 });
    assert.equal(fault.kind, 'budget');
    assert.match(fault.message, /5000 operations/);
  });

  it('yields while it runs, so that a caller can drop it', () => {
    const { module, root } = moduleOf(sum);
    const task = interpret(module, root, [1, 1e9]);
    for (let i = 0; i < 3; i++) assert.equal(task.next().done, false);
  });

  it('needs no JavaScript stack for recursion, and bounds its depth', () => {
    const text = `
func @f(%n: num) -> num {
  %z = const 0
  %one = const 1
  %stop = le %n, %z
  %r: num = if %stop {
    yield %z
  } else {
    %m = sub %n, %one
    %k = call @f(%m) : num
    %t = add %k, %n
    yield %t
  }
  return %r
}`;
    assert.equal(runText(text, [9000]), (9000 * 9001) / 2);
    assert.equal(faultOf(text, [20000]).kind, 'depth');
  });

  it('rounds to storages as typed arrays do', () => {
    for (const [storage, make] of [['f32', Float32Array], ['i32', Int32Array], ['u8', Uint8Array]] as const) {
      const text = `
func @f(%x: num) -> num {
  %one = const 1
  %a = alloc ${storage}[] %one
  %z = const 0
  store %a[%z], %x
  %r = load %a[%z]
  return %r
}`;
      for (const x of [1.1, -1.9, 300.7, 2 ** 31, -5, NaN, 1e10]) {
        const twin = new make(1);
        twin[0] = x;
        assert.ok(Object.is(runText(text, [x]), twin[0]), `${storage} ${x}`);
      }
    }
  });

  it('reports reads and writes outside an array, at every kind of index', () => {
    const text = (what: string): string => `
func @f(%a: num[], %i: num) -> num {
  ${what}
  %z = const 0
  return %z
}`;
    for (const i of [-1, 2, 0.5, NaN, Infinity]) {
      assert.equal(faultOf(text('%v = load %a[%i]'), [[1, 2], i]).kind, 'read-outside', String(i));
      assert.equal(faultOf(text('store %a[%i], %i'), [[1, 2], i]).kind, 'write-outside', String(i));
    }
  });

  it('leaves arguments as found, and sees that two are one', () => {
    const text = `
func @f(%a: num[], %b: num[]) -> num {
  %z = const 0
  %x = load %a[%z]
  %y = load %b[%z]
  %p = mul %x, %y
  store %a[%z], %p
  %u = load %a[%z]
  %v = load %b[%z]
  %r = mul %u, %v
  return %r
}`;
    const v = [2];
    assert.equal(runText(text, [v, v]), 16);
    assert.deepEqual(v, [2]);
    assert.equal(runText(text, [[2], [2]]), 8);
  });

  it('grows arrays, copies them, and gives records back', () => {
    const text = `
func @f(%x: num) -> {w: num[], n: num} {
  %w = array num[](%x)
  %c = copy %w
  push %w, %x
  %y = add %x, %x
  fill %c, %y
  push %c, %x
  %n = len %w
  %r = struct {w: num[], n: num}(%c, %n)
  return %r
}`;
    assert.deepEqual(runText(text, [3]), { w: [6, 3], n: 2 });
  });

  it('binds captured slots by reference', () => {
    const text = `
func @f(%x: num) -> num {
  slot $s: num = %x
  %add = closure @add[$s] : (num) -> num
  %a = callvalue %add(%x)
  %b = callvalue %add(%a)
  %s = get $s
  return %s
}
func @add[$s: num](%d: num) -> num {
  %s = get $s
  %t = add %s, %d
  set $s, %t
  return %t
}`;
    assert.equal(runText(text, [3]), 12);
  });

  it('breaks out of nested loops', () => {
    const text = `
func @f(%n: num) -> num {
  %z = const 0
  %one = const 1
  slot $c: num = %z
  while A {
    %t = const true
    yield %t
  } body {
    while B {
      %t2 = const true
      yield %t2
    } body {
      %c = get $c
      %d = add %c, %one
      set $c, %d
      %stop = ge %d, %n
      if %stop {
        break A
      } else {
        yield
      }
      yield
    } update {
      yield
    }
    yield
  } update {
    yield
  }
  %r = get $c
  return %r
}`;
    assert.equal(runText(text, [7]), 7);
  });

  it('ends a throw with its message', () => {
    const fault = faultOf('func @f(%x: num) -> num {\n  throw "negative"\n}', [1]);
    assert.deepEqual([fault.kind, fault.message], ['uncaught-throw', 'negative']);
  });

  it('stops at the memory bound, but not because of arrays that are gone', () => {
    const text = `
func @f(%n: num, %m: num) -> num {
  %z = const 0
  slot $i: num = %z
  while L {
    %i = get $i
    %c = lt %i, %n
    yield %c
  } body {
    %a = alloc f64[] %m
    %k = get $i
    %one = const 1
    %j = add %k, %one
    set $i, %j
    yield
  } update {
    yield
  }
  %r = get $i
  return %r
}`;
    const limits = { ...defaultLimits, memory: 100_000 };
    assert.equal(runText(text, [1000, 1000], limits), 1000);
    assert.equal(faultOf(text, [1, 100_000], limits).kind, 'memory');
  });
});

describe('machine on value form', () => {
  it('carries values through counted loops, swaps included', () => {
    const text = `
value func @f(%x: num, %n: num) -> num {
  %z = const 0
  %t = const true
  %a: num, %b: num = loop for %i = %z to %n by 1 lt carry(%p: num = %x, %q: num = %z) {
    %s = add %p, %i
    yield %t, %q, %s
  }
  %r = sub %a, %b
  return %r
}`;
    let [p, q] = [5, 0];
    for (let i = 0; i < 7; i++) [p, q] = [q, p + i];
    assert.equal(runText(text, [5, 7]), p - q);
  });

  it('tests before, and ends after an iteration that says so', () => {
    const text = `
value func @f(%x: num) -> num {
  %ten = const 10
  %two = const 2
  %hundred = const 100
  %r: num = loop test(%s0: num = %x) {
    %c = lt %s0, %hundred
    yield %c
  } carry(%s: num) {
    %d = mul %s, %two
    %more = lt %d, %ten
    yield %more, %d
  }
  return %r
}`;
    assert.equal(runText(text, [3]), 12);
    assert.equal(runText(text, [200]), 200);
  });

  it('replays what was recorded, last first', () => {
    const text = `
value func @f(%x: num, %y: num) -> num {
  record %x
  record %y
  %a = replay : num
  %b = replay : num
  %r = sub %a, %b
  return %r
}`;
    assert.equal(runText(text, [2, 7]), 5);
  });
});

describe('interpret', () => {
  it('says that a function is missing', () => {
    const { module } = moduleOf('func @f(%x: num) -> num {\n  return %x\n}');
    const run = finish(interpret(module, 'g', [1]));
    assert.ok(!run.ok && run.fault.kind === 'not-runnable');
  });
});
