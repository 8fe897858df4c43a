type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy for a URL as Chromium on Linux reads it from the environment, in the words of a proxy script. */
export function proxyFor(url: string, environment: Environment): string {
  const { protocol, hostname } = new URL(url);
  const read = (name: string): string => environment[name] ?? environment[name.toUpperCase()] ?? '';
  const proxy = read(protocol === 'https:' || protocol === 'wss:' ? 'https_proxy' : 'http_proxy') || read('all_proxy');
  const exempt = read('no_proxy')
    .split(',')
    .map((name) => name.trim().replace(/^\*?\./, ''));
  const isExempt = exempt.some(
    (name) => name === '*' || (name !== '' && (hostname === name || hostname.endsWith(`.${name}`))),
  );
  const isLocal =
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]';
  if (proxy === '' || isExempt || isLocal) return 'DIRECT';
  const { protocol: kind, host } = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
  const word = kind.startsWith('socks') ? 'SOCKS5' : kind === 'https:' ? 'HTTPS' : 'PROXY';
  return `${word} ${host}`;
}
