/** The HTTP status that PostgREST gives for an error of Postgres. `signedIn`: the caller's role is not the anonymous one. */
export function statusOf(code: string, message: string, signedIn: boolean): number {
  const raised = /^PT(\d{3})$/.exec(code);
  if (raised !== null) return Number(raised[1]);
  return exact(code, message, signedIn) ?? byClass[code.slice(0, 2)] ?? 400;
}

function exact(code: string, message: string, signedIn: boolean): number | undefined {
  switch (code) {
    case '23503': // a foreign key that points nowhere
    case '23505': // a key that is there already
      return 409;
    case '25006': // a write in a read-only transaction
      return 405;
    case '21000':
      return message.endsWith('requires a WHERE clause') ? 400 : 500;
    case '22023':
      return message.startsWith('role') && message.endsWith('does not exist') ? 401 : 400;
    case '42501': // no right
      return signedIn ? 403 : 401;
    case '42883': // no such function
    case '42P01': // no such table
      return 404;
    case '42P17': // policies that go round in circles
    case '53400':
      return 500;
    case '57P01': // the server is going down
      return 503;
    case 'P0001': // raise
      return 400;
    default:
      return undefined;
  }
}

const byClass: Readonly<Record<string, number>> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '54': 500,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
};
