import { jsonReply, type GatewayReply, type GatewayRequest } from '../gateway/part.ts';
import { knownAs } from './emails.ts';
import type { Mail, Mailbox } from './mailbox.ts';

/** `GET /mailbox` for people; `?format=json` or `Accept: application/json` for tests; `?to=` for one address. */
export function mailboxReply(mailbox: Mailbox, request: GatewayRequest): GatewayReply {
  if (request.method !== 'GET') return jsonReply(405, { code: '405', message: 'The mailbox can only be read.' });
  const asked = request.query.get('to') ?? '';
  // An address that nobody can have has no mail.
  const mails = asked === '' ? mailbox.list() : mailbox.list(knownAs(asked) ?? '');
  const accept = request.headers.accept ?? '';
  if (request.query.get('format') === 'json' || accept.startsWith('application/json')) return jsonReply(200, { mails });
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    },
    body: page(mails, asked),
  };
}

function page(mails: readonly Mail[], asked: string): string {
  const whose = asked === '' ? '' : ` to ${escaped(asked)}`;
  const count = mails.length === 1 ? '1 mail' : `${mails.length} mails`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Mailbox</h1>
<p>What the local stack would have mailed, newest first. Nothing leaves this machine.</p>
<form method="get">
<label for="to">Only to</label>
<input id="to" name="to" type="email" autocomplete="off" value="${escaped(asked)}">
<button type="submit">Show</button>
<a href="?">Show all, fresh</a>
</form>
<p role="status">${count}${whose}.</p>
${mails.length === 0 ? '' : `<ol>\n${mails.map(entry).join('\n')}\n</ol>`}
</main>
</body>
</html>
`;
}

function entry({ to, subject, sentAt, code, link }: Mail): string {
  const at = sentAt.toISOString();
  return `<li>
<h2>${escaped(subject)}</h2>
<dl>
<dt>To</dt><dd>${escaped(to)}</dd>
<dt>Sent</dt><dd><time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time></dd>
<dt>Code</dt><dd><code>${escaped(code)}</code></dd>
</dl>
${link === undefined ? '' : `<p><a href="${escaped(link)}">Open the link of this mail</a></p>\n`}</li>`;
}

/** `user-select: all`: one click marks a whole code. */
const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; color: light-dark(#1b1b1d, #ececee); background: light-dark(#fbfbfa, #161618); }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; } h2 { margin: 0; font-size: 1.1rem; }
a { color: light-dark(#0b57a4, #8ec2ff); }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
input, button { font: inherit; padding: .25rem .5rem; }
:focus-visible { outline: 3px solid light-dark(#0b57a4, #8ec2ff); outline-offset: 2px; }
ol { padding: 0; list-style: none; }
li { margin: 1rem 0; padding: 1rem; border: 1px solid light-dark(#77777c, #8a8a90); border-radius: .5rem; }
dl { display: grid; align-items: baseline; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dd { margin: 0; overflow-wrap: anywhere; }
code { font-size: 1.75rem; letter-spacing: .15em; user-select: all; }
`;

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
