/** Lines of the tables as TeX. */
import assert from 'node:assert/strict';
import temml from 'temml';
import { formula } from '../../client/webview/tex';

const lines: readonly (readonly [text: string, tex: string])[] = [
  ['v-1 × v0', 'v_{-1} \\times v_{0}'],
  ['v1 - v-1', 'v_{1} - v_{-1}'],
  ['-v3', '-v_{3}'],
  ['ln v-1', '\\ln v_{-1}'],
  ['log1p v2', '\\operatorname{log1p} v_{2}'],
  ['max(-1, v2)', '\\max (-1, v_{2})'],
  ['sqrt v1', '\\sqrt{v_{1}}'],
  ['abs -2', '\\left|-2\\right|'],
  ['v1 ** v2', '{v_{1}}^{v_{2}}'],
  ['-2 ** v1', '{(-2)}^{v_{1}}'],
  ['v1 % v2', 'v_{1} \\mathbin{\\%} v_{2}'],
  ['= v\u03040 + v\u03042 ∂v2/∂v-1', '= \\bar{v}_{0} + \\bar{v}_{2} \\frac{\\partial v_{2}}{\\partial v_{-1}}'],
  ['= -0.2837 + 1 × (-2)', '= -0.2837 + 1 \\times (-2)'],
  ['= v\u03074 × 1.5e-7', '= \\dot{v}_{4} \\times 1.5 \\cdot 10^{-7}'],
  ['= [0.5, -1, 2]', '= [0.5, -1, 2]'],
  ['= ∥·∥ 2.5', '= \\|\\cdot\\| 2.5'],
  ['= -3e+300', '= -3 \\cdot 10^{300}'],
  ['-∞', '-\\infty'],
  ['NaN', '\\mathrm{NaN}'],
  ['x\u03041', '\\bar{x}_{1}'],
  ['w\u0307[0]', '\\dot{w}[0]'],
  ['w\u0304idth', '\\overline{\\mathit{width}}'],
  ['body.mass', '\\mathit{body}\\mathit{.mass}'],
  ['to_the_$', '\\mathit{to\\_the\\_\\$}'],
  ['θ', 'θ'],
  ['= v\u03040 + iteration 2', '= \\bar{v}_{0} + \\text{iteration 2}'],
  ['= iteration 2', '= \\text{ iteration 2}'],
  ['loop · line 14', '\\text{loop · line 14}'],
  ['v1 = 2   v\u03071 = 1', 'v_{1} = 2\\qquad \\dot{v}_{1} = 1'],
  ['softplus()', '\\text{softplus()}'],
  ['w 0 … 9', '\\text{w 0 … 9}'],
  ['∂/∂w[0]', '\\partial /\\partial w[0]'],
];

describe('lines of the tables in TeX', () => {
  for (const [text, tex] of lines) {
    it(`writes ${text}`, () => {
      assert.equal(formula(text), tex);
      temml.renderToString(tex, { throwOnError: true });
    });
  }
});
