/**
 * Azure SQL's refusals with their own numbers, severities and wording, as clients and runbooks match them.
 * Sources: "Troubleshooting connectivity issues and other errors" and the Database Engine error tables on
 * learn.microsoft.com; severity 14 of 40615 and 47073 as clients report it.
 */
export interface ErrorContext {
  server: string;
  database: string;
  /** As the message names it; Entra principals are `<token-identified principal>`. */
  user: string;
  clientAddress: string;
  /** GUID that support asks for. */
  tracingId: string;
}

export interface SqlError {
  number: number;
  severity: number;
  state: number;
  text: string;
}

interface Wording {
  severity: number;
  text: (context: ErrorContext) => string;
}

const WORDINGS: Record<number, Wording> = {
  976: {
    severity: 14,
    text: ({ database }) =>
      `The target database, '${database}', is participating in an availability group and is currently not accessible for queries. Either data movement is suspended or the availability replica is not enabled for read access.`,
  },
  4060: {
    severity: 11,
    text: ({ database }) => `Cannot open database "${database}" requested by the login. The login failed.`,
  },
  10928: {
    severity: 16,
    text: () =>
      "Resource ID : 1. The request limit for the database is 200 and has been reached. See 'http://go.microsoft.com/fwlink/?LinkId=267637' for assistance.",
  },
  10929: {
    severity: 16,
    text: () =>
      "Resource ID : 1. The request minimum guarantee is 0, maximum limit is 200 and the current usage for the database is 180. However, the server is currently too busy to support requests greater than 180 for this database. See 'http://go.microsoft.com/fwlink/?LinkId=267637' for assistance. Otherwise, please try again later.",
  },
  18456: { severity: 14, text: ({ user }) => `Login failed for user '${user}'.` },
  40197: {
    severity: 17,
    text: () => 'The service has encountered an error processing your request. Please try again. Error code 40540.',
  },
  40501: {
    severity: 20,
    text: ({ tracingId }) =>
      `The service is currently busy. Retry the request after 10 seconds. Incident ID: ${tracingId.toUpperCase()}. Code: 131075.`,
  },
  40531: {
    severity: 11,
    text: () =>
      "Server name cannot be determined. It must appear as the first segment of the server's dns name (servername.database.windows.net). Some libraries do not send the server name, in which case the server name must be included as part of the user name (username@servername). In addition, if both formats are used, the server names must match.",
  },
  40532: {
    severity: 11,
    text: ({ server }) => `Cannot open server "${server}" requested by the login. The login failed.`,
  },
  40607: { severity: 14, text: () => 'Windows logins are not supported in this version of SQL Server.' },
  40613: {
    severity: 17,
    text: ({ database, server, tracingId }) =>
      `Database '${database}' on server '${server}' is not currently available.  Please retry the connection later.  If the problem persists, contact customer support, and provide them the session tracing ID of '{${tracingId.toUpperCase()}}'.`,
  },
  40615: {
    severity: 14,
    text: ({ server, clientAddress }) =>
      `Cannot open server '${server}' requested by the login. Client with IP address '${clientAddress}' is not allowed to access the server.  To enable access, use the Azure Management Portal or run sp_set_firewall_rule on the master database to create a firewall rule for this IP address or address range.  It may take up to five minutes for this change to take effect.`,
  },
  40914: {
    severity: 14,
    text: ({ server }) =>
      `Cannot open server '${server}' requested by the login. Client is not allowed to access the server.`,
  },
  47073: {
    severity: 14,
    text: () =>
      'An instance-specific error occurred while establishing a connection to SQL Server. The public network interface on this server is not accessible. To connect to this server, use the Private Endpoint from inside your virtual network.',
  },
};

/** The error with this number, in Azure's words where they are known. `state` is 1 unless the case has its own. */
export function azureError(number: number, context: ErrorContext, state = 1): SqlError {
  const wording = WORDINGS[number] ?? { severity: 16, text: () => `Error ${number} occurred on the server.` };
  return { number, severity: wording.severity, state, text: wording.text(context) };
}
