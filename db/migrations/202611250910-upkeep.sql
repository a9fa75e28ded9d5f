-- What the upkeep did and when: verifications of the journal, backups, restore tests, archives of WAL, timestamps. Runs are added, never changed.
create table upkeep_run (
  id uuid primary key,
  kind text not null check (kind in ('journal-verify', 'backup', 'restore-test', 'wal-archive', 'timestamp')),
  started_at timestamptz not null,
  ended_at timestamptz not null check (ended_at >= started_at),
  ok boolean not null,
  -- What a person needs to act on it: counts, a place, the reason of a failure. Never a secret, never content.
  detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object')
);
create index upkeep_run_latest on upkeep_run (kind, ended_at desc);

alter table upkeep_run enable row level security; alter table upkeep_run force row level security;
create policy owner_all on upkeep_run to current_user using (true) with check (true);
-- Upkeep is done for the whole installation, by what acts for no organisation; the secretariat, which keeps the platform, reads of it.
create policy noted on upkeep_run for insert with check (true);
create policy kept_by_secretariat on upkeep_run for select using (
  exists (select 1 from organisation o where o.code = (select acting_org()) and o.kind = 'secretariat'));
