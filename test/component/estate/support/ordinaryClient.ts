/**
 * An ordinary program for Azure, run as a child process: Azure's own names, the SDKs as they are, nothing of the estate.
 * Prints one JSON line with what it saw.
 */
import { SqlManagementClient } from '@azure/arm-sql';
import { DefaultAzureCredential } from '@azure/identity';
import sql from 'mssql';

const [subscription = '', server = '', database = ''] = process.argv.slice(2);
const credential = new DefaultAzureCredential();

const arm = new SqlManagementClient(credential, subscription, { retryOptions: { maxRetries: 0 } });
const links: unknown[] = [];
for await (const { name } of arm.servers.list()) {
  for await (const link of arm.replicationLinks.listByServer('rg-databases', name ?? '')) {
    links.push([name, link.role, link.partnerServer, link.replicationState]);
  }
}

const { token } = await credential.getToken('https://database.windows.net/.default');
const pool = await new sql.ConnectionPool({
  server: `${server}.database.windows.net`,
  database,
  options: { encrypt: true },
  authentication: { type: 'azure-active-directory-access-token', options: { token } },
}).connect();
const { recordset } = await pool.query(
  'SELECT DB_NAME() AS db, partner_server, replication_lag_sec, replication_state_desc, role_desc FROM sys.dm_geo_replication_link_status',
);
await pool.close();

const unmapped = await fetch('https://example.net/').then(
  () => 'reached',
  (error: Error) => String((error.cause as NodeJS.ErrnoException | undefined)?.code),
);
console.log(JSON.stringify({ links, recordset, unmapped }));
