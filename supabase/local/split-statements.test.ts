import { expect, test } from 'vitest';
import { splitStatements } from './split-statements.ts';

test('[STACK-2] the history holds the statements of a migration one by one, as the CLI splits them', () => {
  const statements = [
    "-- a comment; with a semicolon\ncreate table \"odd;name\" (words text default 'a;b''c')",
    "insert into t values (e'it\\'s; here', $1)",
    "create function f() returns void language plpgsql as $body$ begin perform 1; raise '$$;'; end $body$",
    '/* ; */ select $$;$$',
  ];
  expect(splitStatements(`${statements.join(';\n\n')};\n  ;\n`)).toEqual(statements);
});
