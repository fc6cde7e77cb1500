/** The page of a view: its script and its style, pictures that the script itself makes (to save them as PNG), and nothing from anywhere else. */
import * as vscode from 'vscode';

export function viewHtml(webview: vscode.Webview, folder: vscode.Uri): string {
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
  const nonce = Array.from({ length: 32 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; img-src blob:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address('webview.css')}">
<title>Nabla</title>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${address('webview.js')}"></script>
</body>
</html>`;
}
