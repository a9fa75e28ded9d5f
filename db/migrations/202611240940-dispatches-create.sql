create table dispatch (
  id uuid primary key,
  sender_org org_code not null references organisation (code),
  kind text not null check (kind in ('information', 'consultation', 'survey', 'nomination', 'decision', 'invitation', 'joint-letter', 'watch')),
  title text not null check (length(title) <= 200),
  matter_id uuid references matter (id),
  case_number text,
  class class_code not null default 'open',
  secrecy_provision text,
  secrecy_date date,
  secrecy_authority text,
  covering_letter jsonb not null default '[]',
  contact jsonb not null default '{}',
  suggested_function text not null default '',
  personal_data boolean not null default false,
  last_day date,
  others_visible text not null default 'after-last-day' check (others_visible in ('at-once', 'after-last-day', 'no')),
  recipients jsonb not null default '{"choice":"all-regions","orgs":[]}',
  version int not null default 1,
  made_at timestamptz not null,
  made_by uuid not null references person (id),
  changed_at timestamptz not null,
  changed_by uuid not null references person (id),
  sent_at timestamptz,
  sent_by uuid references person (id),
  closed_at timestamptz,
  closed_by uuid references person (id),
  recalled_at timestamptz,
  recalled_by uuid references person (id),
  recall_reason text,
  deleted_at timestamptz,
  check (sent_at is null or (case_number is not null and title <> '')),
  -- What has been done was done by somebody, and only to what was sent.
  check ((sent_at is null) = (sent_by is null) and (closed_at is null) = (closed_by is null)),
  check (num_nulls(recalled_at, recalled_by, recall_reason) in (0, 3)),
  check (sent_at is not null or (closed_at is null and recalled_at is null)),
  check ((secrecy_provision is null) = (secrecy_authority is null) and (secrecy_provision is null) = (secrecy_date is null)),
  check (deleted_at is null or sent_at is null),
  unique (id, sender_org)
);
create index dispatch_by_sender on dispatch (sender_org, sent_at desc nulls first, id desc);

-- Whose a row is stands in the row itself, for the net; the two-part references keep it true, whoever writes.
create table section (
  id uuid primary key,
  dispatch_id uuid not null,
  sender_org org_code not null,
  position int not null,
  number text not null default '',
  heading text not null,
  blocks jsonb not null,
  origin_section_id uuid,
  unique (dispatch_id, position),
  foreign key (dispatch_id, sender_org) references dispatch (id, sender_org)
);
create table question (
  id uuid primary key,
  dispatch_id uuid not null,
  sender_org org_code not null,
  position int not null,
  definition jsonb not null,
  unique (dispatch_id, position),
  foreign key (dispatch_id, sender_org) references dispatch (id, sender_org)
);
-- A file of an utskick. A correction adds a file that replaces an earlier one; the earlier stays.
create table dispatch_file (
  id uuid primary key,
  dispatch_id uuid not null,
  sender_org org_code not null,
  sha256 bytea not null,
  name text not null,
  size int not null,
  media_type text not null,
  role text not null check (role in ('original', 'attachment')),
  position int not null,
  replaces_id uuid references dispatch_file (id),
  correction_id uuid,
  added_at timestamptz not null,
  foreign key (sender_org, sha256) references stored_file (org_code, sha256),
  foreign key (dispatch_id, sender_org) references dispatch (id, sender_org)
);
create index dispatch_file_by_dispatch on dispatch_file (dispatch_id, position);
create index dispatch_file_by_bytes on dispatch_file (sender_org, sha256);

create table correction (
  id uuid primary key,
  dispatch_id uuid not null,
  sender_org org_code not null,
  number int not null,
  text text not null check (length(text) between 1 and 4000),
  old_last_day date,
  new_last_day date,
  made_at timestamptz not null,
  made_by uuid not null references person (id),
  unique (dispatch_id, number),
  foreign key (dispatch_id, sender_org) references dispatch (id, sender_org)
);
alter table dispatch_file add foreign key (correction_id) references correction (id);

-- One organisation's slot: facts with their own time, never a status.
create table recipient (
  id uuid primary key,
  dispatch_id uuid not null,
  sender_org org_code not null,
  org_code org_code not null references organisation (code),
  address text,
  added_at timestamptz not null,
  delivered_at timestamptz,
  bounced_at timestamptz,
  opened_at timestamptz,
  opened_by uuid references person (id),
  received_at timestamptz,
  received_by uuid references person (id),
  received_how text check (received_how in ('platform', 'mail', 'automatic-reply', 'telephone', 'letter')),
  drafting_at timestamptz,
  decided_at timestamptz,
  answered_at timestamptz,
  answered_how text check (answered_how in ('platform', 'mail', 'letter')),
  confirmed_at timestamptz,
  reply_id uuid,
  extended_to date,
  extended_at timestamptz,
  extended_by uuid references person (id),
  reminded_at timestamptz,
  reminders int not null default 0,
  unique (dispatch_id, org_code),
  foreign key (dispatch_id, sender_org) references dispatch (id, sender_org),
  unique (id, org_code, sender_org),
  check ((opened_at is null) = (opened_by is null)),
  check (num_nulls(received_at, received_by, received_how) in (0, 3)),
  check ((answered_at is null) = (answered_how is null)),
  check (num_nulls(extended_to, extended_at, extended_by) in (0, 3))
);
create index recipient_by_org on recipient (org_code, dispatch_id);
create index recipient_by_sender on recipient (sender_org, dispatch_id);

-- The region's own case numbers for a slot: one or more, since the board is the authority.
create table recipient_case_number (
  recipient_id uuid not null,
  org_code org_code not null,
  sender_org org_code not null,
  case_number text not null check (length(case_number) between 1 and 60),
  added_at timestamptz not null,
  added_by uuid references person (id),
  -- A number that was wrong is taken away from the slot; that it was said stays on record.
  removed_at timestamptz,
  removed_by uuid references person (id),
  primary key (recipient_id, case_number),
  foreign key (recipient_id, org_code, sender_org) references recipient (id, org_code, sender_org),
  check ((removed_at is null) = (removed_by is null))
);

-- A slot's history, for the side panel: each fact with its time and who.
create table slot_event (
  id uuid primary key,
  recipient_id uuid not null,
  org_code org_code not null,
  sender_org org_code not null,
  at timestamptz not null,
  what text not null check (length(what) between 1 and 40),
  person_id uuid references person (id),
  acting_org org_code not null,
  detail text check (length(detail) <= 300),
  foreign key (recipient_id, org_code, sender_org) references recipient (id, org_code, sender_org)
);
create index slot_event_by_recipient on slot_event (recipient_id, at);

create table reminder (
  id uuid primary key,
  dispatch_id uuid not null,
  sender_org org_code not null,
  orgs org_code[] not null,
  subject text not null,
  text text not null,
  made_at timestamptz not null,
  made_by uuid references person (id),
  foreign key (dispatch_id, sender_org) references dispatch (id, sender_org)
);

-- What arrived and left at the host authority: ready to copy into its register.
create table register_entry (
  id uuid primary key,
  org_code org_code not null references organisation (code),
  direction text not null check (direction in ('in', 'out')),
  occurred_at timestamptz not null,
  counterpart_org org_code,
  title text not null,
  case_number text,
  counterpart_case_number text,
  document text not null check (document in ('dispatch', 'reply', 'correction', 'recall', 'reminder')),
  object_id uuid not null,
  registered_at timestamptz,
  registered_by uuid references person (id),
  check ((registered_at is null) = (registered_by is null))
);
create index register_entry_by_org on register_entry (org_code, registered_at nulls first, occurred_at desc);

alter table dispatch enable row level security; alter table dispatch force row level security;
alter table section enable row level security; alter table section force row level security;
alter table question enable row level security; alter table question force row level security;
alter table dispatch_file enable row level security; alter table dispatch_file force row level security;
alter table correction enable row level security; alter table correction force row level security;
alter table recipient enable row level security; alter table recipient force row level security;
alter table recipient_case_number enable row level security; alter table recipient_case_number force row level security;
alter table slot_event enable row level security; alter table slot_event force row level security;
alter table reminder enable row level security; alter table reminder force row level security;
alter table register_entry enable row level security; alter table register_entry force row level security;

create policy owner_all on dispatch to current_user using (true) with check (true);
create policy owner_all on section to current_user using (true) with check (true);
create policy owner_all on question to current_user using (true) with check (true);
create policy owner_all on dispatch_file to current_user using (true) with check (true);
create policy owner_all on correction to current_user using (true) with check (true);
create policy owner_all on recipient to current_user using (true) with check (true);
create policy owner_all on recipient_case_number to current_user using (true) with check (true);
create policy owner_all on slot_event to current_user using (true) with check (true);
create policy owner_all on reminder to current_user using (true) with check (true);
create policy owner_all on register_entry to current_user using (true) with check (true);

-- A slot is seen by its organisation and by the sender. Nobody else's slots: a region never sees who is late.
create policy sender on recipient using (sender_org = (select acting_org()));
create policy own on recipient for select using (org_code = (select acting_org()));
create policy own_facts on recipient for update using (org_code = (select acting_org()));
create policy sender on slot_event using (sender_org = (select acting_org()));
create policy own on slot_event using (org_code = (select acting_org()));
create policy sender on recipient_case_number using (sender_org = (select acting_org()));
create policy own on recipient_case_number using (org_code = (select acting_org()));

create policy sender on dispatch using (sender_org = (select acting_org()));
create policy recipient on dispatch for select using (
  sent_at is not null and exists (select 1 from recipient r where r.dispatch_id = dispatch.id and r.org_code = (select acting_org())));
create policy sender on section using (sender_org = (select acting_org()));
create policy recipient on section for select using (exists (select 1 from dispatch d where d.id = section.dispatch_id));
create policy sender on question using (sender_org = (select acting_org()));
create policy recipient on question for select using (exists (select 1 from dispatch d where d.id = question.dispatch_id));
create policy sender on dispatch_file using (sender_org = (select acting_org()));
create policy recipient on dispatch_file for select using (exists (select 1 from dispatch d where d.id = dispatch_file.dispatch_id));
create policy sender on correction using (sender_org = (select acting_org()));
create policy recipient on correction for select using (exists (select 1 from dispatch d where d.id = correction.dispatch_id));
-- Whoever sees the file of an utskick may read its bytes, though they belong to the sender.
create policy of_dispatch on stored_file for select using (exists (
  select 1 from dispatch_file f where f.sender_org = stored_file.org_code and f.sha256 = stored_file.sha256));
create policy of_dispatch on file_chunk for select using (exists (
  select 1 from dispatch_file f where f.sender_org = file_chunk.org_code and f.sha256 = file_chunk.sha256));
create policy sender on reminder using (sender_org = (select acting_org()));
create policy own on register_entry using (org_code = (select acting_org()));
-- A hand-in is received by the sender's authority: the region's transaction writes the sender's line, and cannot read it.
create policy handed_in on register_entry for insert with check (
  direction = 'in' and document = 'reply' and counterpart_org = (select acting_org())
  and exists (select 1 from recipient r where r.org_code = (select acting_org()) and r.sender_org = register_entry.org_code));

/* Counts for a recipient, who must never see who is late: how many were asked, how many have answered. */
create function dispatch_counts(of_dispatch uuid) returns table (asked int, answered int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int, count(r.answered_at)::int from recipient r
  where r.dispatch_id = of_dispatch
    and exists (select 1 from recipient mine where mine.dispatch_id = of_dispatch
                and (mine.org_code = current_setting('app.org')::org_code or mine.sender_org = current_setting('app.org')::org_code))
$$;

-- What has been sent is frozen, whatever the code above says: sections and questions whole, files but for what a correction adds,
-- and of the utskick itself all but its last day, which a correction may move, and the facts that come later.
create function refuse_after_sending() returns trigger language plpgsql as $$
begin
  if exists (select 1 from dispatch d where d.id in (new.dispatch_id, old.dispatch_id) and d.sent_at is not null) then
    raise exception '% of a sent utskick is frozen', tg_table_name using errcode = '42501';
  end if;
  return coalesce(new, old);
end $$;
create trigger section_frozen before insert or update or delete on section for each row execute function refuse_after_sending();
create trigger question_frozen before insert or update or delete on question for each row execute function refuse_after_sending();
create trigger dispatch_file_frozen before update or delete on dispatch_file for each row execute function refuse_after_sending();
create trigger dispatch_file_only_by_correction before insert on dispatch_file for each row
  when (new.correction_id is null) execute function refuse_after_sending();
create function refuse_change_of_sent() returns trigger language plpgsql as $$
begin
  raise exception 'a sent utskick is frozen' using errcode = '42501';
end $$;
create trigger dispatch_frozen before update on dispatch for each row
  when (old.sent_at is not null and (
    old.id, old.sender_org, old.kind, old.title, old.matter_id, old.case_number, old.class, old.secrecy_provision, old.secrecy_date,
    old.secrecy_authority, old.covering_letter, old.contact, old.suggested_function, old.personal_data, old.others_visible,
    old.recipients, old.version, old.sent_at, old.sent_by, old.deleted_at
  ) is distinct from (
    new.id, new.sender_org, new.kind, new.title, new.matter_id, new.case_number, new.class, new.secrecy_provision, new.secrecy_date,
    new.secrecy_authority, new.covering_letter, new.contact, new.suggested_function, new.personal_data, new.others_visible,
    new.recipients, new.version, new.sent_at, new.sent_by, new.deleted_at
  )) execute function refuse_change_of_sent();
create trigger dispatch_kept before delete on dispatch for each row when (old.sent_at is not null) execute function refuse_change_of_sent();
