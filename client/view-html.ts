/** The page of a view in the editor. */
import * as vscode from 'vscode';
import { viewPage } from './view-page';

export function viewHtml(webview: vscode.Webview, folder: vscode.Uri): string {
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
  const nonce = Array.from({ length: 32 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
  return viewPage({ styleSource: webview.cspSource, styles: [address('webview.css')], scripts: [address('webview.js')], nonce });
}
