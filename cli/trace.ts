/** `nabla trace`: the Wengert list at a point, as the papers' two tables or as JSON. */
import { inputName } from '../core/evaluate';
import { forwardTable, pointTitle, reverseTable, tableNumber, traceJson, valueText, type Json } from '../core/format';
import { evaluated, target } from './evaluation';
import { pointsOf } from './points';
import { findFunction, locator } from './source';

export interface TraceRequest {
  readonly address: string;
  readonly at: readonly string[];
  readonly wrt: readonly string[] | null;
  readonly budget: number | null;
  readonly json: boolean;
}

/** The first written point is traced; of several points given by `--at` the JSON holds one object a line. */
export function traceCommand(request: TraceRequest): string {
  const found = findFunction(request.address);
  const ready = target(found, request.wrt);
  const locate = locator(found.host);
  const points = pointsOf(found, request.at).slice(0, Math.max(1, request.at.length));
  const lists: Json[] = [], texts: string[] = [];
  for (const point of points) {
    const { trace } = evaluated(ready, point, request.budget, found.fn.nameSpan);
    if (request.json) {
      lists.push(traceJson(trace, locate));
      continue;
    }
    const value = typeof trace.value === 'number' ? tableNumber(trace.value) : valueText(trace.value, 6);
    const sections = [`${pointTitle(found.fn.name, point)} = ${value}`];
    const inputs = Math.min(trace.inputCount, maxTables), outputs = Math.min(trace.outputs.length, maxTables);
    for (let input = 0; input < inputs; input++) sections.push(`Forward mode, direction ${inputName(trace, input + 1)} = 1\n\n${forwardTable(trace, input)}`);
    for (let output = 0; output < outputs; output++) sections.push(`Reverse mode${trace.outputs.length > 1 ? `, output ${output + 1}` : ''}\n\n${reverseTable(trace, output)}`);
    texts.push(sections.join('\n\n'));
  }
  return request.json ? lists.map((list) => `${JSON.stringify(list)}\n`).join('') : `${texts.join('\n\n\n')}\n`;
}

/** Tables of each kind; JSON has all. */
const maxTables = 3;
