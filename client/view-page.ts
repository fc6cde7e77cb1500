/** The text of a view's page: its scripts and its styles, pictures that a script itself makes (to save them as PNG), and nothing from anywhere else. */

export interface PageParts {
  /** Where styles may come from, as the policy spells it. */
  readonly styleSource: string;
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  /** What lets scripts in. */
  readonly nonce: string;
}

export const viewPage = ({ styleSource, styles, scripts, nonce }: PageParts): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${styleSource}; script-src 'nonce-${nonce}'; img-src blob:">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((address) => `<link rel="stylesheet" href="${address}">`).join('\n')}
<title>Nabla</title>
</head>
<body>
<div id="root"></div>
${scripts.map((address) => `<script nonce="${nonce}" src="${address}"></script>`).join('\n')}
</body>
</html>`;
