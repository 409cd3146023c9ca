-- How many tasks services had and were decided to need, hour by hour. Each process writes rows of its own, and again
-- while the hour lasts.
create table replica_hour (
  service text collate "C" not null,
  hour    timestamptz      not null,
  writer  text             not null,
  body    jsonb            not null,
  primary key (service, hour, writer)
);

create index replica_hour_expiring on replica_hour (hour);
