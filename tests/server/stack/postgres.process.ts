/** A process that opens a Postgres that is thrown away, says its port, and waits to be killed. */
import { Postgres } from '../../../supabase/local/postgres/postgres.ts';

const [dataFolder = ''] = process.argv.slice(2);
const postgres = await Postgres.open({ dataFolder, isDurable: false });
console.log(postgres.port);
await postgres.ended;
