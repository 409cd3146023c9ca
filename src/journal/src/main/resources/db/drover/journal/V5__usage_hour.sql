-- What services used, hour by hour. Each process writes rows of its own, and again while the hour lasts.
create table usage_hour (
  service text collate "C" not null,
  hour    timestamptz      not null,
  writer  text             not null,
  body    jsonb            not null,
  primary key (service, hour, writer)
);

create index usage_hour_expiring on usage_hour (hour);
