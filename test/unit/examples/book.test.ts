/**
 * y = ln(x1) + x1 x2 - sin(x2) at (2, 5), to the digits that Baydin and Pearlmutter print in their tables 1 and 2,
 * and (x1 + x2) ln(x1 + x2) as in Richter's slides.
 */
import assert from 'node:assert/strict';
import { evaluated, example, first, nabla, traced, type Node } from './nabla';

const four = (x: number): string => String(Number(x.toFixed(4)));

/** Node by node: number, operation, operands, value, tangent for x1, adjoint. */
const table = [
  '-1 input() 2 1 5.5',
  '0 input() 5 0 1.7163',
  '1 log(-1) 0.6931 0.5 1',
  '2 mul(-1, 0) 10 5 1',
  '3 sin(0) -0.9589 0 -1',
  '4 add(1, 2) 10.6931 5.5 1',
  '5 sub(4, 3) 11.6521 5.5 1',
];

const forward = `
v-1 = x1       = 2       | v̇-1 = ẋ1                 = 1
v0  = x2       = 5       | v̇0  = ẋ2                 = 0
v1  = ln v-1   = 0.6931  | v̇1  = v̇-1 × 0.5          = 0.5
v2  = v-1 × v0 = 10      | v̇2  = v̇-1 × 5 + v̇0 × 2   = 5
v3  = sin v0   = -0.9589 | v̇3  = v̇0 × 0.2837        = 0
v4  = v1 + v2  = 10.6931 | v̇4  = v̇1 × 1 + v̇2 × 1    = 5.5
v5  = v4 - v3  = 11.6521 | v̇5  = v̇4 × 1 + v̇3 × (-1) = 5.5
y   = v5       = 11.6521 | ẏ   = v̇5                 = 5.5
`;

const reverse = `
v̄5  = ȳ                                   = 1
v̄4  = v̄5 ∂v5/∂v4        = 1 × 1           = 1
v̄3  = v̄5 ∂v5/∂v3        = 1 × (-1)        = -1
v̄1  = v̄4 ∂v4/∂v1        = 1 × 1           = 1
v̄2  = v̄4 ∂v4/∂v2        = 1 × 1           = 1
v̄0  = v̄3 ∂v3/∂v0        = -1 × 0.2837     = -0.2837
v̄-1 = v̄2 ∂v2/∂v-1       = 1 × 5           = 5
v̄0  = v̄0 + v̄2 ∂v2/∂v0   = -0.2837 + 1 × 2 = 1.7163
v̄-1 = v̄-1 + v̄1 ∂v1/∂v-1 = 5 + 1 × 0.5     = 5.5
x̄1  = v̄-1                                 = 5.5
x̄2  = v̄0                                  = 1.7163
`;

describe('examples/seeds: the tables of the literature', function () {
  this.timeout(20_000);

  it('f at (2, 5) is 11.6521 with gradient (5.5, 1.7163)', async () => {
    const { at, value, gradient, warnings } = await first('seeds/book.ts#f');
    assert.deepEqual(at, { x1: 2, x2: 5 });
    assert.equal(four(Number(value)), '11.6521');
    assert.deepEqual(gradient, { x1: 5.5, x2: 2 - Math.cos(5) });
    assert.equal(four(Number(gradient['x2'])), '1.7163');
    assert.deepEqual(warnings, []);
  });

  it('the tangent for the direction x1 is 5.5', async () => {
    const [point] = await evaluated('seeds/book.ts#f', '--mode', 'tangent', '--direction', '{"x1": 1}') as unknown as readonly { readonly tangent: number }[];
    assert.equal(point?.tangent, 5.5);
  });

  it('the trace has the nodes of both tables', async () => {
    const line = ({ id, op, args, value, tangents, adjoint }: Node): string => `${id} ${op}(${args.join(', ')}) ${four(value)} ${four(tangents['x1'] ?? NaN)} ${four(adjoint)}`;
    assert.deepEqual((await traced('seeds/book.ts#f')).map(line), table);
  });

  it('the trace has every contribution of table 2', async () => {
    const nodes = await traced('seeds/book.ts#f');
    const contributions = nodes.flatMap(({ id, args, partials, adjoint }) => args.map((arg, i) => `v${id} to v${arg}: ${four(adjoint * (partials[i] ?? NaN))}`));
    assert.deepEqual(contributions, ['v1 to v-1: 0.5', 'v2 to v-1: 5', 'v2 to v0: 2', 'v3 to v0: -0.2837', 'v4 to v1: 1', 'v4 to v2: 1', 'v5 to v4: 1', 'v5 to v3: -1']);
  });

  it('prints table 1 and table 2 whole', async () => {
    const { code, out } = await nabla('trace', example('seeds/book.ts#f'));
    assert.equal(code, 0);
    // A letter with a dot or bar may be one character or two.
    for (const section of [forward, reverse]) assert.ok(out.normalize().includes(section.normalize()), out);
  });

  it('(x1 + x2) ln(x1 + x2) at (2, 5) is 13.6, and both derivatives are 2.95', async () => {
    const { value, gradient } = await first('seeds/graph.ts#sumTimesLog');
    assert.equal(Number(value).toFixed(1), '13.6');
    assert.deepEqual(gradient, { x1: Math.log(7) + 1, x2: Math.log(7) + 1 });
    assert.equal(Number(gradient['x1']).toFixed(2), '2.95');
    const nodes = await traced('seeds/graph.ts#sumTimesLog');
    assert.deepEqual(nodes.map(({ op, args, value: v }) => `${op}(${args.join(', ')}) ${Number(v.toFixed(2))}`), ['input() 2', 'input() 5', 'add(-1, 0) 7', 'log(1) 1.95', 'mul(1, 2) 13.62']);
  });
});
