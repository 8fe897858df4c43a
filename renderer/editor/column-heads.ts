import { element } from './row-view.ts';

/** What stands over the columns. */
export function drawColumnHeads(): HTMLElement {
  const heads = element('div', 'heads');
  heads.setAttribute('aria-hidden', 'true');
  for (const text of ['Video', 'Audio', 'Time'])
    heads.append(Object.assign(element('span', ''), { textContent: text }));
  return heads;
}
