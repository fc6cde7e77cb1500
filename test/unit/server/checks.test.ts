/** The background checks one after the other: kept, repeated when dropped, and none in the way of the next. */
import assert from 'node:assert/strict';
import type { MarkedFunction } from '../../../core/frontend/api';
import type { Generation } from '../../../core/generate/generate';
import { problem } from '../../../core/messages';
import { Checks, type Check, type CheckSubject, type RunCheck } from '../../../server/checks';
import { functionHover } from '../../../server/features/hover-function';
import { pointsResult } from '../../../server/features/points';

const span = { file: '/f.ts', start: 0, end: 1 };

function markedFunction(name: string): MarkedFunction {
  return {
    name, file: '/f.ts', nameSpan: span, declarationSpan: span, commentSpan: span, markSpan: span, signatureEnd: 0, exported: true, params: [],
    resultType: { kind: 'num' }, resultTypeText: 'number', wrt: null, lowered: null, diagnostics: [], hasSyntaxErrors: false,
    points: [{ name: null, span, tagSpan: span, text: 'x=2', entries: [], lowered: null, diagnostics: [] }],
  };
}

function subject(fn: MarkedFunction, wanted = true): CheckSubject {
  return { fn, kind: 'gradient', points: fn.points, wanted: () => wanted };
}

const failure = problem('checkDisagrees', { derivative: 'fGrad', what: 'dx', at: 'x=2', found: '4', expected: '-4' }, span);
const done = (value: Generation): ReturnType<RunCheck> => Promise.resolve({ run: { kind: 'done', value }, isInFile: false });

describe('background checks', () => {
  /** Resolves with the first result that is told of. */
  function firstOf(run: RunCheck, ask: (checks: Checks) => void): Promise<{ readonly check: Check; readonly checks: Checks; readonly asked: CheckSubject }> {
    return new Promise((resolve) => {
      const checks: Checks = new Checks(run, (check, asked) => {
        resolve({ check, checks, asked });
      });
      ask(checks);
    });
  }

  it('keep a failure, which the hover shows with both numbers', async () => {
    const fn = markedFunction('f');
    const { check, checks } = await firstOf(() => done({ ok: false, diagnostics: [failure] }), (made) => {
      assert.equal(made.of(subject(fn)).kind, 'pending');
    });
    assert.deepEqual(check, { kind: 'failed', diagnostics: [failure] });
    assert.equal(checks.of(subject(fn)), check);
    const hover = functionHover(fn, 'file:///f.ts', [{ name: null, text: pointsResult(fn).written[0]?.text ?? '', active: true, evaluation: { kind: 'dropped' } }], check);
    assert.match(hover, /check failed \$\(error\)/);
    assert.match(hover, /\$\(error\) the check of .*dx is 4 .* \\-4 .* \[N4001\]\(command:nabla\.showDiagnosticPage/);
  });

  it('take a function for which no code is generated as unchecked, not as failed', async () => {
    const unsupported = problem('wanderingReference', {}, span);
    const { check } = await firstOf(() => done({ ok: false, diagnostics: [unsupported] }), (checks) => checks.of(subject(markedFunction('f'))));
    assert.deepEqual(check, { kind: 'impossible', reason: unsupported.message });
  });

  it('go on after one that broke', async () => {
    const broken = markedFunction('broken');
    const next = markedFunction('next');
    const results = await new Promise<readonly string[]>((resolve) => {
      const seen: string[] = [];
      const checks = new Checks(
        ({ fn }) => (fn === broken ? Promise.reject(new Error('lost')) : done({ ok: false, diagnostics: [failure] })),
        ({ kind }, { fn }) => {
          seen.push(`${fn.name} ${kind}`);
          if (seen.length === 2) resolve(seen);
        },
      );
      checks.of(subject(broken));
      checks.of(subject(next));
    });
    assert.deepEqual(results, ['broken impossible', 'next failed']);
  });

  it('run nothing for a text that has moved on', async () => {
    const asked: string[] = [];
    const run: RunCheck = ({ fn }) => {
      asked.push(fn.name);
      return done({ ok: false, diagnostics: [failure] });
    };
    await firstOf(run, (checks) => {
      checks.of(subject(markedFunction('old'), false));
      checks.of(subject(markedFunction('new')));
    });
    assert.deepEqual(asked, ['new']);
  });
});
