-- The alerts of health that fire: one row, so that whoever leads next neither tells of them anew nor forgets to say that they are over.
create table firing_alerts (
  sole       boolean primary key default true check (sole),
  changed_at timestamptz not null,
  body       jsonb       not null
);
