import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

const WORD_TABLE = `<html><head><style>p.MsoNormal{margin:0}</style></head><body><table class=MsoTableGrid style='border:1px'><tr><td><p class=MsoNormal><b>WIDE</b> of the harbour<o:p></o:p></p></td><td><p>NARRATOR</p><p>It was <i>early</i>.</p></td></tr><tr><td>CU hands</td><td>Music up<br>then out</td></tr></table><img src=x onerror="window.hacked=1"></body></html>`;

/** The browser names what it refused in pasted HTML (styles, handlers): that is the policy at work. */
const besidesThePolicy = (complaints: readonly string[]) =>
  complaints.filter((text) => !/inline style|inline event handler|Content Security Policy/i.test(text));

test('[EDIT-50] rows that are copied come back exactly; cut rows can be pasted elsewhere', async () => {
  await using app = await openPage('rows=12&per-scene=6');
  const surface = new Surface(app.page);
  const { page } = app;
  await surface.enter(5, 'audio', 'start');
  await surface.keys('Control+b');
  await surface.type('Bold');
  await surface.keys('Enter', 'Control+b', 'Escape', 'Shift+ArrowDown', 'Control+c');
  await (await surface.row(9)).locator('.num').click();
  await surface.keys('Control+v');
  expect(await surface.onScreen()).toBe('1,2,3,4,5,6 | 7,8,9,0,0,10,11,12');
  const same = await page.evaluate(() => {
    const { model } = window.harness;
    const rows = window.harness.model
      .outline()
      .rows.map(({ id }) =>
        ['video', 'audio']
          .map((kind) => model.cell({ rowId: id, kind: kind as 'video' })?.toJSON())
          .concat(model.speaker(id) ?? ''),
      );
    return [rows[4], rows[5], rows[9], rows[10]];
  });
  expect([same[2], same[3]]).toEqual([same[0], same[1]]);
  await surface.keys('Control+z');
  expect(await surface.onScreen()).toBe('1,2,3,4,5,6 | 7,8,9,10,11,12');
  await (await surface.row(2)).locator('.num').click();
  await surface.keys('Control+x');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,3,4,5,6 | 7,8,9,10,11,12', 'rows 3']);
  await surface.keys('Control+v');
  expect(await surface.onScreen()).toBe('1,3,0,4,5,6 | 7,8,9,10,11,12');
  expect(app.complaints).toEqual([]);
});

test('[EDIT-51] copied rows are a table and tab-separated text to other programs', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(4);
  await surface.keys('Escape', 'Control+c');
  const [video, audio] = [await surface.text(4, 'video'), await surface.text(4)];
  const forms = await app.page.evaluate(async () => {
    const [entry] = await navigator.clipboard.read();
    if (!entry) throw new Error('The clipboard is empty.');
    return {
      html: await (await entry.getType('text/html')).text(),
      text: await (await entry.getType('text/plain')).text(),
    };
  });
  expect(forms.text).toBe(`${video}\tMei Lin\t"${audio}"`.replace(/"([^\n]*)"$/, '$1'));
  expect(forms.html).toContain('<table>');
  expect(forms.html).toContain('<td>Mei Lin</td>');
});

test("[EDIT-52] another program's table becomes rows with marks, and nothing in it runs", async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.putOnClipboard({
    'text/html': WORD_TABLE,
    'text/plain': 'WIDE of the harbour\tNARRATOR It was early.',
  });
  await surface.enter(2, 'video');
  await surface.keys('Control+v');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,2,0,0,3,4,5,6,7,8,9,10,11,12', 'rows 0,0']);
  const cells = await app.page.evaluate(() => {
    const { model } = window.harness;
    return model
      .outline()
      .rows.slice(2, 4)
      .map(({ id }) => [
        model.cell({ rowId: id, kind: 'video' })?.toJSON(),
        model.cell({ rowId: id, kind: 'audio' })?.toJSON(),
      ]);
  });
  expect(cells).toEqual([
    [
      '<paragraph><bold>WIDE</bold> of the harbour</paragraph>',
      '<paragraph>NARRATOR\nIt was <italic>early</italic>.</paragraph>',
    ],
    ['<paragraph>CU hands</paragraph>', '<paragraph>Music up\nthen out</paragraph>'],
  ]);
  expect(await app.page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(besidesThePolicy(app.complaints)).toEqual([]);
});

test('[EDIT-53] words of another program become lines with their marks; lists keep markers', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.putOnClipboard({
    'text/html':
      '<p>some <strong>bold</strong> <span style="font-style: italic">words</span></p><p>second &amp; <a href="https://example.org/">link</a> <a href="javascript:alert(1)">no link</a></p><ul><li>tent</li><li>cello</li></ul><ol><li>one</li><li>two</li></ol>',
    'text/plain': 'not this',
  });
  await surface.enter(3);
  await surface.keys('Control+a', 'Control+v');
  expect(await app.page.evaluate(() => window.harness.fragment(3, 'audio').toJSON())).toBe(
    '<paragraph>some <bold>bold</bold> <italic>words</italic>\nsecond & <link href="https://example.org/">link</link> no link\n- tent\n- cello\n1. one\n2. two</paragraph>',
  );
  await surface.putOnClipboard({ 'text/plain': 'first line\r\nsecond line\n' });
  await surface.enter(4);
  await surface.keys('Control+a', 'Control+v');
  expect(await surface.text(4)).toBe('first line\nsecond line\n');
  expect(besidesThePolicy(app.complaints)).toEqual([]);
});

test('[EDIT-54] words copied out of a cell carry their lines and marks to other programs and back', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(2);
  await surface.keys('Control+a', 'Delete');
  await surface.type('plain');
  await surface.keys('Enter', 'Control+b');
  await surface.type('bold');
  await surface.keys('Control+a', 'Control+x');
  expect(await surface.text(2)).toBe('');
  const html = await app.page.evaluate(async () =>
    (await (await navigator.clipboard.read())[0]?.getType('text/html'))?.text(),
  );
  expect(html).toContain('<p>plain</p><p><strong>bold</strong></p>');
  await surface.enter(3);
  await surface.keys('Control+a', 'Control+v');
  expect(await app.page.evaluate(() => window.harness.fragment(3, 'audio').toJSON())).toBe(
    '<paragraph>plain\n<bold>bold</bold></paragraph>',
  );
});

test('[EDIT-55] a long paste becomes rows; nothing of it is lost and no update is too large', async () => {
  await using app = await openPage('rows=3');
  const surface = new Surface(app.page);
  const { page } = app;
  await surface.enter(2);
  const length = await page.evaluate(() => {
    const text = Array.from({ length: 3_000 }, (_, index) => `Paragraph ${index}: ${'words '.repeat(60)}`).join('\n\n');
    const data = new DataTransfer();
    data.setData('text/plain', text);
    window.harness
      .view()
      .dom.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    return text.length;
  });
  expect(length).toBeGreaterThan(1_000_000);
  expect(await page.evaluate(() => window.harness.model.outline().rows.length)).toBe(3_003);
  expect(
    await page.evaluate(() => Math.max(...(window.harness.windows[0]?.updates.map(({ bytes }) => bytes) ?? []))),
  ).toBeLessThan(1024 * 1024);
  await page.waitForFunction(() => window.harness.session.saveState.get().kind === 'saved', undefined, {
    timeout: 30_000,
  });
  await surface.keys('Control+z');
  expect(await surface.onScreen()).toBe('1,2,3');
});

test('[EDIT-56] a paste of 50 MB is refused in plain words, and nothing is changed', async () => {
  await using app = await openPage('rows=3');
  const surface = new Surface(app.page);
  const { page } = app;
  await surface.enter(2);
  const before = await page.evaluate(() => window.harness.state());
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'x'.repeat(50 * 1024 * 1024));
    window.harness
      .view()
      .dom.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  expect(await page.evaluate(() => window.harness.windows[0]?.messages)).toEqual([
    'This paste is 50 MB. Nothing was pasted and nothing was changed. Import it as a file instead.',
  ]);
  expect(await page.evaluate(() => window.harness.state())).toBe(before);
  await surface.type('still here');
  expect(await surface.text(2)).toMatch(/still here$/);
});
