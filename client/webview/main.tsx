/** Entry of the graph view inside its webview. */
import { render } from 'preact';
import { App } from './app';
import { vsCodeHost } from './host';

const root = document.getElementById('root');
if (root !== null) render(<App host={vsCodeHost()} />, root);
