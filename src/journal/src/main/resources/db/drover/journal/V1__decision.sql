-- Ids and cursors are compared byte by byte, as the program compares them.
create table decision (
  id         text collate "C" primary key,
  seq        bigint      not null,
  at         timestamptz not null,
  loop       text        not null,
  instance   text        not null,
  service    text        not null,
  service_id text        not null,
  acted      boolean     not null,
  outcome    text        not null,
  summary    text        not null,
  body       jsonb       not null
);

create index decision_newest on decision (at, seq, id);
create index decision_newest_by_service on decision (service, at, seq, id);
create index decision_acted_by_service_id on decision (service_id, at, seq, id) where acted;
create index decision_prunable on decision (acted, at);
