/** The editor around the webview: messages and a state that survives reloads. */
import type { FromView, ToView, ViewState } from './protocol';

interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: ViewState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface ViewHost {
  send(message: FromView): void;
  load(): unknown;
  save(state: ViewState): void;
  listen(receive: (message: ToView) => void): () => void;
}

export function vsCodeHost(): ViewHost {
  const api = acquireVsCodeApi();
  return {
    send: (message) => { api.postMessage(message); },
    load: () => api.getState(),
    save: (state) => { api.setState(state); },
    listen(receive) {
      const heard = (event: MessageEvent<ToView>): void => { receive(event.data); };
      window.addEventListener('message', heard);
      return () => { window.removeEventListener('message', heard); };
    },
  };
}
