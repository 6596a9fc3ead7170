import { defineView } from './catalogView.ts';
import { datetime, int, nvarchar, required, varchar } from './columnTypes.ts';

/** sys.database_firewall_rules: the estate has rules on servers only, so this is truly empty. */
export const databaseFirewallRules = defineView({
  name: 'database_firewall_rules',
  place: 'both',
  permission: 'login',
  columns: {
    id: required(int),
    name: required(nvarchar(128)),
    start_ip_address: required(varchar(50)),
    end_ip_address: required(varchar(50)),
    create_date: required(datetime),
    modify_date: required(datetime),
  },
  rows: () => [],
});
