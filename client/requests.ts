/** The requests of the protocol with their types, so that no command builds a message by hand. */
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { CancellationToken } from 'vscode';
import * as protocol from '../server/protocol';
import { graphOfFunction, insightOfFunction, sensitivityOfFunction, type GraphAnswer, type GraphParams, type InsightAnswer, type InsightParams, type SensitivityAnswer } from '../server/view-protocol';

export class Requests {
  constructor(private readonly client: BaseLanguageClient) {}

  functions(uri: string): Promise<readonly protocol.FunctionItem[]> {
    return this.client.sendRequest<readonly protocol.FunctionItem[]>(protocol.functionsOf, { uri } satisfies protocol.FunctionsParams);
  }

  points(ref: protocol.FunctionRef): Promise<protocol.PointsResult> {
    return this.client.sendRequest<protocol.PointsResult>(protocol.pointsOf, ref);
  }

  tryPoint(params: protocol.TryPointParams, token?: CancellationToken): Promise<protocol.TryPointResult> {
    return this.client.sendRequest<protocol.TryPointResult>(protocol.tryPoint, params, token);
  }

  insertDerivative(params: protocol.InsertDerivativeParams, token: CancellationToken): Promise<protocol.EditResult> {
    return this.client.sendRequest<protocol.EditResult>(protocol.insertDerivative, params, token);
  }

  writePoint(params: protocol.TryPointParams): Promise<protocol.EditResult> {
    return this.client.sendRequest<protocol.EditResult>(protocol.writePoint, params);
  }

  markFunction(ref: protocol.FunctionRef): Promise<protocol.EditResult> {
    return this.client.sendRequest<protocol.EditResult>(protocol.markFunction, ref);
  }

  values(ref: protocol.FunctionRef): Promise<protocol.ValuesResult> {
    return this.client.sendRequest<protocol.ValuesResult>(protocol.valuesOf, ref);
  }

  graph(params: GraphParams, token: CancellationToken): Promise<GraphAnswer> {
    return this.client.sendRequest<GraphAnswer>(graphOfFunction, params, token);
  }

  insight(params: InsightParams, token: CancellationToken): Promise<InsightAnswer> {
    return this.client.sendRequest<InsightAnswer>(insightOfFunction, params, token);
  }

  sensitivity(ref: protocol.FunctionRef, token: CancellationToken): Promise<SensitivityAnswer> {
    return this.client.sendRequest<SensitivityAnswer>(sensitivityOfFunction, ref, token);
  }

  gradientName(ref: protocol.FunctionRef): Promise<string | null> {
    return this.client.sendRequest<string | null>(protocol.gradientName, ref);
  }

  checkDerivatives(uri: string): Promise<protocol.CheckDerivativesResult> {
    return this.client.sendRequest<protocol.CheckDerivativesResult>(protocol.checkDerivatives, { uri } satisfies protocol.FunctionsParams);
  }

  staleDerivatives(uri: string): Promise<readonly protocol.StaleDerivative[]> {
    return this.client.sendRequest<readonly protocol.StaleDerivative[]>(protocol.staleDerivatives, { uri } satisfies protocol.FunctionsParams);
  }

  async runLonger(ref: protocol.FunctionRef): Promise<void> {
    await this.client.sendRequest(protocol.runLonger, ref);
  }

  activePoints(points: readonly protocol.ActivePoint[]): Promise<void> {
    return this.client.sendNotification(protocol.activePoints, { points } satisfies protocol.ActivePointsParams);
  }
}
