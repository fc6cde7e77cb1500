/** A picture of the view as a file: its SVG with the colours and fonts it has on the screen, or drawn as PNG. */

/** What the style sheet decides about what is drawn. */
const properties = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'paint-order'] as const;

/** What is not in the picture but on it. */
const leftOut = ['class', 'tabindex', 'role', 'data-id', 'aria-pressed', 'aria-description', 'aria-hidden'] as const;

/** Pixels of a PNG for each of the picture, and the most that canvases take on a side. */
const sharpness = 2, mostPixels = 8192;

const svgNamespace = 'http://www.w3.org/2000/svg';

export interface Picture { readonly text: string; readonly width: number; readonly height: number }

export function pictureOf(svg: SVGSVGElement): Picture {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return { text: '', width: 0, height: 0 };
  const from = [svg, ...svg.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((element, i) => { inline(element, to[i]); });
  const { width, height } = svg.viewBox.baseVal.width > 0 ? svg.viewBox.baseVal : { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const ground = document.createElementNS(svgNamespace, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function inline(element: Element, copy: Element | undefined): void {
  if (copy === undefined) return;
  const style = getComputedStyle(element);
  for (const property of properties) {
    const value = style.getPropertyValue(property);
    if (value !== '') copy.setAttribute(property, value);
  }
  for (const name of leftOut) copy.removeAttribute(name);
}

/** Base64 of a PNG; null when the browser cannot draw it. */
export async function pngOf({ text, width, height }: Picture): Promise<string | null> {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(sharpness, mostPixels / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    if (context === null) return null;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}
