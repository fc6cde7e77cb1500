/** Saving a picture as a file: the buttons, and what they do. */
import type { JSX } from 'preact';
import type { ViewHost } from './host';
import { pngOf, type Picture } from './picture';

export type PictureFormat = 'svg' | 'png';

const formats: readonly { readonly format: PictureFormat; readonly title: string }[] = [{ format: 'svg', title: 'SVG' }, { format: 'png', title: 'PNG' }];

/** A button for each kind of file; `of` names the picture where there are several. */
export function SavePicture({ save, of }: { readonly save: (format: PictureFormat) => void; readonly of?: string }): JSX.Element {
  return <>{formats.map(({ format, title }) => <button key={format} type="button" aria-label={of === undefined ? undefined : `Save as ${title}…, ${of}`} onClick={() => { save(format); }}>{`Save as ${title}…`}</button>)}</>;
}

/** `name`: of the file, without its ending. */
export async function savePicture(host: ViewHost, name: string, picture: Picture, format: PictureFormat): Promise<void> {
  const png = format === 'png' ? await pngOf(picture) : null;
  if (format === 'svg') host.send({ kind: 'save', name: `${name}.svg`, content: picture.text, encoding: 'text' });
  else if (png !== null) host.send({ kind: 'save', name: `${name}.png`, content: png, encoding: 'base64' });
}
