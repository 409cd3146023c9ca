-- What was found wrong in the Swarm, as health tells of it: one row for each incident, written again when something happens to it.
create table incident (
  id         text collate "C" primary key,
  changed_at timestamptz not null,
  body       jsonb       not null
);

create index incident_newest on incident (changed_at, id);
