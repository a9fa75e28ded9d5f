-- A matter in one organisation's register. Case numbers are the organisation's own, as text: 21 formats.
create table matter (
  id uuid primary key,
  org_code org_code not null references organisation (code),
  case_number text not null check (length(case_number) between 1 and 60),
  title text not null check (length(title) between 1 and 300),
  made_at timestamptz not null
);
create index matter_by_org on matter (org_code, case_number);
alter table matter enable row level security; alter table matter force row level security;
create policy owner_all on matter to current_user using (true) with check (true);
create policy own on matter using (org_code = (select acting_org()));
