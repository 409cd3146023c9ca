-- What services were seen to use, by their names: histograms of CPU and memory, as the recommender stores them.
create table usage_checkpoint (
  service     text collate "C" primary key,
  last_sample timestamptz not null,
  body        jsonb       not null
);

create index usage_checkpoint_expiring on usage_checkpoint (last_sample);
