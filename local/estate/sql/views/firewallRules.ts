import { defineView } from './catalogView.ts';
import { datetime, int, nvarchar, required, varchar } from './columnTypes.ts';

const SET_MS = Date.UTC(2026, 0, 1);

/** sys.firewall_rules: server-level rules, in master. Open means that Azure's own addresses may come in. */
export const firewallRules = defineView({
  name: 'firewall_rules',
  place: 'master',
  permission: 'login',
  columns: {
    id: required(int),
    name: required(nvarchar(128)),
    start_ip_address: required(varchar(45)),
    end_ip_address: required(varchar(45)),
    create_date: required(datetime),
    modify_date: required(datetime),
  },
  rows: ({ session: { model, server } }) =>
    model.server(server)?.firewallOpen === false
      ? []
      : [
          {
            id: 1,
            name: 'AllowAllWindowsAzureIps',
            start_ip_address: '0.0.0.0',
            end_ip_address: '0.0.0.0',
            create_date: SET_MS,
            modify_date: SET_MS,
          },
        ],
});
