/** What activation does in either host: registers the commands and waits for the first mark; the server starts only then. */
import * as vscode from 'vscode';
import { checkDerivatives } from './commands/check-derivatives';
import { copyValues } from './commands/copy-values';
import { differentiateAtPoint } from './commands/differentiate-at-point';
import { goToFunction } from './commands/go-to-function';
import { goToGradient } from './commands/go-to-gradient';
import { insertGradient } from './commands/insert-gradient';
import { insertGradientAside } from './commands/insert-gradient-aside';
import { insertTangent } from './commands/insert-tangent';
import { markDifferentiable } from './commands/mark-differentiable';
import { regenerateStale } from './commands/regenerate-stale';
import { restartServer } from './commands/restart-server';
import { runLonger } from './commands/run-longer';
import { selectPoint } from './commands/select-point';
import { showGraph } from './commands/show-graph';
import { showDiagnosticPage } from './commands/show-diagnostic-page';
import { showHover } from './commands/show-hover';
import { showNextProblem } from './commands/show-next-problem';
import { showOutput } from './commands/show-output';
import { toggleSensitivity } from './commands/toggle-sensitivity';
import { provideDiagnosticPages } from './diagnostic-pages';
import { GraphPanel, graphViewType } from './graph-panel';
import type { CreateLanguageClient } from './language-client';
import { onFirstMark } from './mark-watch';
import { Points } from './points';
import { Sensitivity } from './sensitivity';
import { Server } from './server-process';
import type { Session } from './session';
import { createStatus } from './status';

/** What other extensions and the tests can see of Nabla. */
export interface NablaApi {
  /** False until an open file carried a mark. */
  readonly serverRunning: boolean;
}

type SessionCommand = (session: Session, uri: unknown, name: unknown) => Promise<void>;

/** Commands about a function; each takes the document's address and the function's name, or finds the one at the cursor. */
const sessionCommands: Readonly<Record<string, SessionCommand>> = {
  'nabla.checkDerivatives': checkDerivatives,
  'nabla.copyValues': copyValues,
  'nabla.differentiateAtPoint': differentiateAtPoint,
  'nabla.goToFunction': goToFunction,
  'nabla.goToGradient': goToGradient,
  'nabla.insertGradient': insertGradient,
  'nabla.insertGradientAside': insertGradientAside,
  'nabla.insertTangent': insertTangent,
  'nabla.markDifferentiable': markDifferentiable,
  'nabla.regenerateStale': regenerateStale,
  'nabla.runLonger': runLonger,
  'nabla.selectPoint': selectPoint,
  'nabla.showGraph': showGraph,
  'nabla.showHover': showHover,
  'nabla.showNextProblem': showNextProblem,
  'nabla.toggleSensitivity': toggleSensitivity,
};

export function startExtension(context: vscode.ExtensionContext, create: CreateLanguageClient): NablaApi {
  const output = vscode.window.createOutputChannel('Nabla', { log: true });
  const status = createStatus(context);
  const points = new Points(context.workspaceState, () => {
    void server.sendActivePoints();
    graph.pointsChanged();
    sensitivity.pointsChanged();
  });
  const server = new Server(create, output, status, () => points.active);
  const graph = new GraphPanel(context.extensionUri, points, status, () => server.start());
  const sensitivity = new Sensitivity(() => server.start());

  const register = (id: string, run: (...args: unknown[]) => unknown): vscode.Disposable => vscode.commands.registerCommand(id, run);
  context.subscriptions.push(
    output,
    provideDiagnosticPages(context.extensionUri),
    ...graph.subscriptions,
    ...sensitivity.subscriptions,
    vscode.window.registerWebviewPanelSerializer(graphViewType, {
      deserializeWebviewPanel: (panel, state) => {
        graph.restore(panel, state);
        return Promise.resolve();
      },
    }),
    { dispose: () => void server.stop() },
    register('nabla.showOutput', () => {
      showOutput(output);
    }),
    register('nabla.restartServer', () => restartServer(server)),
    register('nabla.showDiagnosticPage', showDiagnosticPage),
    ...Object.entries(sessionCommands).map(([id, command]) =>
      register(id, async (uri, name) => {
        const requests = await server.start();
        if (requests !== undefined) await command({ requests, status, points, graph, sensitivity }, uri, name);
      }),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.trust()),
    onFirstMark(() => {
      void vscode.commands.executeCommand('setContext', 'nabla.hasMarks', true);
      void server.start();
    }),
  );
  return {
    get serverRunning() {
      return server.running;
    },
  };
}
