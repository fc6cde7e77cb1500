/** The requests of the protocol with their types, so that no command builds a message by hand. */
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { CancellationToken } from 'vscode';
import * as protocol from '../server/protocol';
import * as view from '../server/view-protocol';

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

  graph(params: view.GraphParams, token: CancellationToken): Promise<view.GraphAnswer> {
    return this.client.sendRequest<view.GraphAnswer>(view.graphOfFunction, params, token);
  }

  code(params: view.CodeParams, token: CancellationToken): Promise<view.CodeAnswer> {
    return this.client.sendRequest<view.CodeAnswer>(view.codeOfFunction, params, token);
  }

  inputs(params: view.InputsParams, token: CancellationToken): Promise<view.InputsAnswer> {
    return this.client.sendRequest<view.InputsAnswer>(view.inputsOfFunction, params, token);
  }

  insight(params: view.InsightParams, token: CancellationToken): Promise<view.InsightAnswer> {
    return this.client.sendRequest<view.InsightAnswer>(view.insightOfFunction, params, token);
  }

  comparison(params: view.ComparisonParams, token: CancellationToken): Promise<view.ComparisonAnswer> {
    return this.client.sendRequest<view.ComparisonAnswer>(view.comparisonOfFunction, params, token);
  }

  plot(params: view.PlotParams, token: CancellationToken): Promise<view.PlotAnswer> {
    return this.client.sendRequest<view.PlotAnswer>(view.plotOfFunction, params, token);
  }

  movePoint(params: view.MovePointParams): Promise<view.MovePointResult> {
    return this.client.sendRequest<view.MovePointResult>(view.movePoint, params);
  }

  sensitivity(ref: protocol.FunctionRef, token: CancellationToken): Promise<view.SensitivityAnswer> {
    return this.client.sendRequest<view.SensitivityAnswer>(view.sensitivityOfFunction, ref, token);
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
