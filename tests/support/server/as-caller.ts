import type { ClientBase, QueryResult } from 'pg';

/** One transaction in the frame that the REST service puts round every statement: everything set ends with it. */
export async function asCaller(
  connection: ClientBase,
  personId: string,
  text: string,
  values: readonly unknown[],
): Promise<QueryResult> {
  await connection.query('begin');
  try {
    await connection.query(
      `select set_config('search_path', 'public, extensions', true), set_config('statement_timeout', '8s', true),
        set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`,
      [JSON.stringify({ role: 'authenticated', sub: personId })],
    );
    const result = await connection.query(text, [...values]);
    await connection.query('commit');
    return result;
  } catch (error) {
    await connection.query('rollback');
    throw error;
  }
}
