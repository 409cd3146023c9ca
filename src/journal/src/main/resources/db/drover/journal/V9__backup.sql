-- The backups that the store holds, as last seen: the store is the truth, and this can be made anew from it.
create table backup (
  id      text collate "C" primary key,
  made_at timestamptz not null,
  body    jsonb       not null
);

create index backup_newest on backup (made_at, id);

-- The runs that made them, or failed to.
create table backup_run (
  id         text collate "C" primary key,
  started_at timestamptz not null,
  body       jsonb       not null
);

create index backup_run_newest on backup_run (started_at, id);
