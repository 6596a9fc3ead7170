/**
 * What the catalog views must contain, worked out from the model alone. Nothing here is shared with the views: names, types,
 * codes and words are transcribed from facts/azure.md, so that the two can disagree.
 */
import type { LinkView } from '../../../../../local/estate/model/types.ts';
import type { TestEstate } from '../testEstate.ts';

export type Cell = null | number | string | boolean;
/** How a column behaves: what it may be compared with, and how it sorts. */
export type Kind = 'number' | 'text' | 'guid' | 'time' | 'bit' | 'variant';

export interface OracleColumn {
  name: string;
  kind: Kind;
  /** As T-SQL spells it, with NOT NULL. */
  type: string;
}

export interface OracleTable {
  view: string;
  columns: OracleColumn[];
  rows: Cell[][];
}

const column = (name: string, kind: Kind, type: string): OracleColumn => ({ name, kind, type });
const PHASES: Record<LinkView['phase'], number> = { PENDING: 0, SEEDING: 1, CATCH_UP: 2, SUSPENDED: 4 };
const OPERATION_STATES = ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED'];
const OBJECTIVES: Record<string, [string, string]> = {
  Orders: ['GeneralPurpose', 'GP_Gen5_4'],
  'stock-1': ['Standard', 'S3'],
  'stock-2': ['Premium', 'P2'],
  arriving: ['GeneralPurpose', 'GP_Gen5_2'],
  lonely: ['Basic', 'Basic'],
  wide: ['Hyperscale', 'HS_Gen5_4'],
  'wide-replica': ['Hyperscale', 'HS_Gen5_4'],
};

/** In alpha/Orders. */
export function userTables(estate: TestEstate): OracleTable[] {
  const { model } = estate;
  const own = model.databases('alpha').findIndex(({ name }) => name === 'Orders') + 5;
  return [
    linkStatus(model.linkViews('alpha', 'Orders')),
    { ...databases(estate), rows: databases(estate).rows.filter(([name]) => name === 'master' || name === 'Orders') },
    { ...objectives(estate), rows: objectives(estate).rows.filter(([id]) => id === own) },
  ];
}

/** In alpha/master. */
export function masterTables(estate: TestEstate): OracleTable[] {
  return [geoLinks(estate), databases(estate), objectives(estate), operations(estate)];
}

function linkStatus(links: LinkView[]): OracleTable {
  return {
    view: 'dm_geo_replication_link_status',
    columns: [
      column('link_guid', 'guid', 'uniqueidentifier'),
      column('partner_server', 'text', 'nvarchar(128) NOT NULL'),
      column('partner_database', 'text', 'nvarchar(128) NOT NULL'),
      column('last_replication', 'time', 'datetimeoffset(7)'),
      column('replication_lag_sec', 'number', 'int'),
      column('replication_state', 'number', 'tinyint'),
      column('replication_state_desc', 'text', 'nvarchar(256)'),
      column('role', 'number', 'tinyint'),
      column('role_desc', 'text', 'nvarchar(256)'),
      column('secondary_allow_connections', 'number', 'tinyint'),
      column('secondary_allow_connections_desc', 'text', 'nvarchar(256)'),
      column('last_commit', 'time', 'datetimeoffset(7)'),
    ],
    rows: links.map((link) => {
      const isPrimary = link.role === 'PRIMARY';
      const opened = link.secondaryAllowConnections;
      return [
        link.linkId.toUpperCase(),
        link.partnerServer,
        link.partnerDatabase,
        isPrimary ? link.lastReplicationMs : null,
        isPrimary ? link.lagSeconds : null,
        PHASES[link.phase],
        link.phase,
        isPrimary ? 0 : 1,
        isPrimary ? 'PRIMARY' : 'SECONDARY',
        opened ? 2 : 0,
        opened ? 'All' : 'No',
        link.lastCommitMs,
      ];
    }),
  };
}

function geoLinks({ model }: TestEstate): OracleTable {
  return {
    view: 'geo_replication_links',
    columns: [
      column('database_id', 'number', 'int'),
      column('start_date', 'time', 'datetimeoffset(7)'),
      column('link_guid', 'guid', 'uniqueidentifier'),
      column('partner_server', 'text', 'nvarchar(128) NOT NULL'),
      column('partner_database', 'text', 'nvarchar(128) NOT NULL'),
      column('replication_state', 'number', 'tinyint'),
      column('replication_state_desc', 'text', 'nvarchar(256)'),
      column('role', 'number', 'tinyint'),
      column('role_desc', 'text', 'nvarchar(256)'),
    ],
    rows: model.databases('alpha').flatMap((database, index) =>
      model
        .linkViews('alpha', database.name)
        .filter(({ kind }) => kind !== 'NAMED' && kind !== 'COPY')
        .map((link) => {
          const seeding = link.phase === 'SEEDING';
          return [
            index + 5,
            link.startMs,
            link.linkId.toUpperCase(),
            link.partnerServer,
            link.partnerDatabase,
            seeding ? 1 : 2,
            seeding ? 'SEEDING' : 'CATCH_UP',
            link.role === 'PRIMARY' ? 0 : 1,
            link.role,
          ];
        }),
    ),
  };
}

function databases({ model }: TestEstate): OracleTable {
  const users = model.databases('alpha').map(({ name, role, availability }, index): Cell[] => {
    const online = availability === 'Online';
    return [name, index + 5, null, role === 'SECONDARY', online ? 0 : 6, online ? 'ONLINE' : 'OFFLINE'];
  });
  return {
    view: 'databases',
    columns: [
      column('name', 'text', 'nvarchar(128) NOT NULL'),
      column('database_id', 'number', 'int NOT NULL'),
      column('source_database_id', 'number', 'int'),
      column('is_read_only', 'bit', 'bit'),
      column('state', 'number', 'tinyint'),
      column('state_desc', 'text', 'nvarchar(60)'),
    ],
    rows: [['master', 1, null, false, 0, 'ONLINE'], ...users],
  };
}

function objectives({ model }: TestEstate): OracleTable {
  return {
    view: 'database_service_objectives',
    columns: [
      column('database_id', 'number', 'int NOT NULL'),
      column('edition', 'text', 'nvarchar(128) NOT NULL'),
      column('service_objective', 'text', 'nvarchar(128) NOT NULL'),
      column('elastic_pool_name', 'text', 'nvarchar(128)'),
    ],
    rows: model.databases('alpha').map(({ name }, index) => [index + 5, ...(OBJECTIVES[name] ?? ['?', '?']), null]),
  };
}

function operations({ model }: TestEstate): OracleTable {
  return {
    view: 'dm_operation_status',
    columns: [
      column('session_activity_id', 'guid', 'uniqueidentifier NOT NULL'),
      column('major_resource_id', 'variant', 'sql_variant NOT NULL'),
      column('operation', 'text', 'nvarchar(60)'),
      column('state', 'number', 'tinyint'),
      column('state_desc', 'text', 'nvarchar(120)'),
      column('percent_complete', 'number', 'int NOT NULL'),
      column('error_code', 'number', 'int'),
    ],
    rows: model
      .operations('alpha')
      .map((one) => [
        one.id.toUpperCase(),
        one.database,
        one.operation,
        OPERATION_STATES.indexOf(one.state),
        one.state,
        one.percentComplete,
        one.error?.sqlNumber ?? 0,
      ]),
  };
}
