-- What an outside time stamping authority has said of a checkpoint of TOP (RFC 3161): that it was there at that time. The whole answer, as it was given.
create table journal_timestamp (
  log org_code not null check (log = 'TOP'),
  size bigint not null,
  -- The authority's own time, and ours.
  stamped_at timestamptz not null,
  kept_at timestamptz not null,
  response bytea not null,
  primary key (log, size),
  foreign key (log, size) references journal_checkpoint (log, size)
);
create trigger journal_timestamp_append_only before update or delete on journal_timestamp for each row execute function refuse_change();
create trigger journal_timestamp_no_truncate before truncate on journal_timestamp for each statement execute function refuse_change();

alter table journal_timestamp enable row level security; alter table journal_timestamp force row level security;
create policy owner_all on journal_timestamp to current_user using (true) with check (true);
-- As the top log itself: every organisation proves its own with it. Kept by what acts for no organisation.
create policy top_log on journal_timestamp for select using (log = (select acting_org()) or log = 'TOP');
create policy kept on journal_timestamp for insert with check (true);

-- What a witness tells of: a checkpoint that does not go together with one seen before.
alter table upkeep_run drop constraint upkeep_run_kind_check;
alter table upkeep_run add constraint upkeep_run_kind_check
  check (kind in ('journal-verify', 'backup', 'restore-test', 'wal-archive', 'timestamp', 'witness'));
