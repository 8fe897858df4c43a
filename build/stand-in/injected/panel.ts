import type { FolderEntry, MenuLine, MessageView, PathView, Tell, ToPage } from '../wire.ts';

/**
 * Injected, isolated world: what Electron shows with the system's own menus and boxes, as a plain panel in a closed
 * shadow root. It exists only while it is open, so that pictures of the page never show it, and the page neither sees
 * its inside nor hears the keys and presses that are meant for it.
 */

export interface Panel {
  isOpen(): boolean;
  accept(message: ToPage): void;
}

export function makePanel(tell: Tell): Panel {
  interface Row {
    readonly element: HTMLElement;
    act(): void;
  }
  interface Open {
    readonly host: HTMLElement;
    readonly root: ShadowRoot;
    readonly rows: Row[];
    readonly input: HTMLInputElement | null;
    active: number;
    confirm(): void;
    cancel(): void;
  }
  const SWALLOWED = (
    'keydown keyup keypress beforeinput input change copy cut paste contextmenu focusin focusout wheel ' +
    'pointerdown pointerup mousedown mouseup click dblclick'
  ).split(' ');
  const STYLE = `
    :host { all: initial; position: fixed; inset: 0; margin: 0; border: 0; padding: 0; width: 100vw; height: 100vh;
      background: #0003; font: 14px/1.4 system-ui, sans-serif; color: #111; }
    .panel { position: absolute; top: 40px; left: 50%; transform: translateX(-50%); min-width: 320px; max-width: 90vw;
      max-height: calc(100vh - 80px); overflow: auto; background: #fff; border: 1px solid #888; border-radius: 6px;
      padding: 8px 0; box-shadow: 0 8px 32px #0006; }
    h1, p, .row, .field { margin: 0; padding: 4px 16px; } h1 { font-size: 15px; } p { white-space: pre-wrap; }
    .row { display: flex; gap: 24px; justify-content: space-between; cursor: default; }
    .row[data-active] { background: #0b57d0; color: #fff; } .row[data-off] { color: #777; }
    .header { font-weight: 600; } .separator { border-top: 1px solid #ccc; margin: 4px 0; height: 0; padding: 0; }
    input[type=text] { width: 100%; box-sizing: border-box; font: inherit; padding: 6px; }`;
  let open: Open | null = null;

  function element(name: string, className: string, text: string): HTMLElement {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function close(): void {
    open?.host.remove();
    open = null;
  }

  function show(title: string, input: HTMLInputElement | null): { readonly panel: HTMLElement; readonly opened: Open } {
    open?.cancel();
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'closed' });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    const panel = element('div', 'panel', '');
    panel.role = 'dialog';
    panel.ariaLabel = title;
    root.append(panel);
    // The top layer: also above the page's own modal dialogs.
    host.popover = 'manual';
    document.documentElement.append(host);
    host.showPopover();
    const opened: Open = { host, root, rows: [], input, active: -1, confirm: () => undefined, cancel: () => undefined };
    open = opened;
    return { panel, opened };
  }

  function mark(opened: Open, active: number): void {
    opened.active = active;
    for (const [index, { element: row }] of opened.rows.entries()) row.toggleAttribute('data-active', index === active);
    opened.rows[active]?.element.scrollIntoView({ block: 'nearest' });
  }

  function addRow(opened: Open, parent: HTMLElement, label: string, hint: string, act: () => void): HTMLElement {
    const row = element('div', 'row', '');
    row.append(element('span', '', label), element('span', '', hint));
    parent.append(row);
    opened.rows.push({ element: row, act });
    return row;
  }

  function showMenu(id: number, lines: readonly MenuLine[]): void {
    const { panel, opened } = show('Menu', null);
    for (const line of lines) {
      if (line.type === 'separator') panel.append(element('div', 'separator', ''));
      else if (line.type === 'header') panel.append(element('div', 'row header', line.label));
      else if (!line.enabled) panel.append(Object.assign(element('div', 'row', line.label), { ariaDisabled: 'true' }));
      else
        addRow(opened, panel, `${line.checked ? '✓ ' : ''}${line.label}`, line.accelerator, () => {
          close();
          tell({ kind: 'picked', id, path: [...line.path] });
        });
    }
    opened.confirm = () => opened.rows[opened.active]?.act();
    opened.cancel = () => {
      close();
      tell({ kind: 'menu-closed', id });
    };
    mark(opened, 0);
  }

  function showMessage(id: number, view: MessageView): void {
    const { panel, opened } = show(view.title, null);
    let checkboxChecked = view.checkbox?.checked ?? false;
    const answer = (response: number): void => {
      close();
      tell({ kind: 'answered', id, answer: { response, checkboxChecked } });
    };
    panel.append(element('h1', '', view.message), element('p', '', view.detail));
    for (const [index, label] of view.buttons.entries()) addRow(opened, panel, label, '', () => answer(index));
    if (view.checkbox !== null) {
      const { label } = view.checkbox;
      const shown = (): string => `${checkboxChecked ? '☑' : '☐'} ${label}`;
      const row = addRow(opened, panel, shown(), '', () => {
        checkboxChecked = !checkboxChecked;
        if (row.firstElementChild !== null) row.firstElementChild.textContent = shown();
      });
    }
    opened.confirm = () => opened.rows[opened.active]?.act();
    opened.cancel = () => answer(view.cancelId);
    mark(opened, view.defaultId);
  }

  function showPath(id: number, view: PathView): void {
    const input = document.createElement('input');
    const { panel, opened } = show(view.title, input);
    input.type = 'text';
    input.spellcheck = false;
    input.value = view.path;
    input.ariaLabel = 'Path';
    const answer = (path: string | null): void => {
      close();
      tell({ kind: 'answered', id, answer: { path } });
    };
    const field = element('div', 'field', '');
    field.append(input);
    panel.append(element('h1', '', view.title), field, element('p', 'problem', ''), element('div', 'entries', ''));
    opened.confirm = () => {
      const row = opened.rows[opened.active];
      if (row !== undefined) row.act();
      else if (input.value !== '') answer(input.value);
    };
    opened.cancel = () => answer(null);
    addRow(opened, panel, view.button, 'Enter', () => answer(input.value));
    addRow(opened, panel, 'Cancel', 'Escape', () => answer(null));
    input.focus();
    const name = view.mode === 'save' ? view.path.slice(view.path.lastIndexOf('/') + 1) : '';
    input.setSelectionRange(view.path.length - name.length, view.path.length);
    browse(id, view.path.slice(0, view.path.lastIndexOf('/') + 1), opened);
  }

  function browse(id: number, folder: string, opened: Open): void {
    opened.host.ariaBusy = 'true';
    tell({ kind: 'browse', id, folder });
  }

  function showEntries(id: number, folder: string, entries: readonly FolderEntry[], problem: string | null): void {
    const list = open?.root.querySelector('.entries');
    const { input } = open ?? {};
    if (open === null || !(list instanceof HTMLElement) || !(input instanceof HTMLInputElement)) return;
    const opened = open;
    const words = opened.root.querySelector('.problem');
    if (words !== null) words.textContent = problem ?? '';
    opened.host.ariaBusy = 'false';
    list.replaceChildren();
    opened.rows.splice(2); // the first two rows are the answer and Cancel
    const go = (path: string): void => {
      input.value = path;
      if (path.endsWith('/')) browse(id, path, opened);
      mark(opened, -1);
      input.focus();
    };
    const parent = folder.slice(0, folder.slice(0, -1).lastIndexOf('/') + 1);
    if (parent !== '') addRow(opened, list, '../', '', () => go(parent));
    for (const { name, isFolder } of entries)
      addRow(opened, list, isFolder ? `${name}/` : name, '', () => go(`${folder}${name}${isFolder ? '/' : ''}`));
  }

  function onKey(event: KeyboardEvent, opened: Open): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Tab: event.shiftKey ? -1 : 1 };
    const step = steps[event.key];
    if (step !== undefined) {
      const { length } = opened.rows;
      mark(opened, length === 0 ? -1 : (Math.max(opened.active, step > 0 ? -1 : 0) + step + length) % length);
      event.preventDefault();
    } else if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      if (event.key === 'Enter') opened.confirm();
      else opened.cancel();
    } else if (opened.input === null) event.preventDefault();
    else if (opened.active !== -1) mark(opened, -1);
  }

  function onPress(event: MouseEvent, opened: Open): void {
    const hit = opened.root.elementFromPoint(event.clientX, event.clientY);
    if (event.type === 'click') opened.rows.find(({ element: row }) => hit !== null && row.contains(hit))?.act();
    if (hit !== opened.input) event.preventDefault();
  }

  for (const type of SWALLOWED)
    addEventListener(
      type,
      (event) => {
        if (open === null) return;
        event.stopImmediatePropagation();
        if (event.type === 'keydown' && event instanceof KeyboardEvent) onKey(event, open);
        else if (event instanceof MouseEvent && event.type !== 'wheel') onPress(event, open);
      },
      true,
    );

  return {
    isOpen: () => open !== null,
    accept(message) {
      if (message.kind === 'menu') showMenu(message.id, message.lines);
      if (message.kind === 'dialog' && message.dialog.kind === 'message') showMessage(message.id, message.dialog);
      if (message.kind === 'dialog' && message.dialog.kind === 'path') showPath(message.id, message.dialog);
      if (message.kind === 'entries') showEntries(message.id, message.folder, message.entries, message.problem);
    },
  };
}
