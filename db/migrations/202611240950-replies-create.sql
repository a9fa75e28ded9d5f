-- The region's desk: seen by its owner only, never by the sender. Not journaled.
create table draft_field (
  recipient_id uuid not null references recipient (id),
  org_code org_code not null,
  field text not null check (length(field) <= 120),
  value jsonb not null,
  version int not null,
  saved_at timestamptz not null,
  saved_by uuid not null references person (id),
  primary key (recipient_id, field)
);

-- A handed-in answer is frozen. A later one replaces or completes it; all stay.
create table reply (
  id uuid primary key,
  recipient_id uuid not null,
  dispatch_id uuid not null,
  org_code org_code not null,
  sender_org org_code not null,
  number text not null unique,
  form text not null check (form in ('filled', 'own-statement')),
  channel text not null check (channel in ('platform', 'mail', 'letter')),
  relation text not null check (relation in ('first', 'replaces', 'completes')),
  earlier_id uuid references reply (id),
  -- The canonical bytes that were handed in (RFC 8785), exactly: receipts, copies and the journal are made from these.
  content text not null,
  content_sha256 bytea not null,
  handed_in_at timestamptz not null,
  handed_in_by uuid not null references person (id),
  entered_by_org org_code not null,
  received_on date,
  coded_at timestamptz,
  confirmed_at timestamptz,
  confirmed_by uuid references person (id),
  check ((relation = 'first') = (earlier_id is null)),
  check ((confirmed_at is null) = (confirmed_by is null)),
  -- By the platform its organisation hands it in; by another door the sender has entered it, and says when it came.
  check ((channel = 'platform') = (entered_by_org = org_code) and (channel = 'platform') = (received_on is null)),
  unique (id, org_code, sender_org),
  -- As in dispatches: whose a row is stands in the row, and these keep it true.
  foreign key (recipient_id, org_code, sender_org) references recipient (id, org_code, sender_org),
  foreign key (dispatch_id, org_code) references recipient (dispatch_id, org_code)
);
create index reply_by_dispatch on reply (dispatch_id, org_code, handed_in_at);
create index reply_by_recipient on reply (recipient_id, handed_in_at);

create sequence reply_number;
alter table recipient add foreign key (reply_id) references reply (id);

create table reply_file (
  reply_id uuid not null,
  position int not null,
  org_code org_code not null,
  sender_org org_code not null,
  file_org org_code not null,
  sha256 bytea not null,
  name text not null,
  size int not null,
  media_type text not null,
  role text not null check (role in ('own-statement', 'attachment', 'original')),
  primary key (reply_id, position),
  foreign key (file_org, sha256) references stored_file (org_code, sha256),
  foreign key (reply_id, org_code, sender_org) references reply (id, org_code, sender_org)
);

create index reply_file_by_bytes on reply_file (file_org, sha256);

-- Kansliet's coding of an own yttrande: which passage speaks to which avsnitt. Never part of the answer itself.
create table passage (
  id uuid primary key,
  reply_id uuid not null references reply (id),
  sender_org org_code not null,
  section_id uuid references section (id),
  question_id uuid references question (id),
  stance text check (stance in ('support', 'support-with-remarks', 'oppose', 'no-objection', 'abstain')),
  text text not null check (length(text) between 1 and 20000),
  made_at timestamptz not null,
  made_by uuid not null references person (id),
  removed_at timestamptz,
  check (section_id is null or question_id is null)
);
create index passage_by_reply on passage (reply_id);

alter table draft_field enable row level security; alter table draft_field force row level security;
alter table reply enable row level security; alter table reply force row level security;
alter table reply_file enable row level security; alter table reply_file force row level security;
alter table passage enable row level security; alter table passage force row level security;
create policy owner_all on draft_field to current_user using (true) with check (true);
create policy owner_all on reply to current_user using (true) with check (true);
create policy owner_all on reply_file to current_user using (true) with check (true);
create policy owner_all on passage to current_user using (true) with check (true);

create policy own on draft_field using (org_code = (select acting_org())) with check (
  org_code = (select acting_org())
  and exists (select 1 from recipient r where r.id = draft_field.recipient_id and r.org_code = draft_field.org_code));
create policy own on reply using (org_code = (select acting_org()) and entered_by_org = (select acting_org()));
create policy own_read on reply for select using (org_code = (select acting_org()));
create policy own_confirm on reply for update using (org_code = (select acting_org()));
create policy sender_read on reply for select using (sender_org = (select acting_org()));
create policy sender_coding on reply for update using (sender_org = (select acting_org()));
create policy on_behalf on reply for insert with check (sender_org = (select acting_org()) and entered_by_org = (select acting_org()) and channel <> 'platform');
-- Others' answers, unless the utskick says no. The dispatch is read through its own policy: only recipients come here.
-- Which day they open is layer 1's to decide: it knows the clock.
create policy others on reply for select using (exists (
  select 1 from dispatch d where d.id = reply.dispatch_id
    and d.others_visible <> 'no'));
create policy seen_with_reply on reply_file for select using (exists (select 1 from reply r where r.id = reply_file.reply_id));
create policy of_reply on stored_file for select using (exists (
  select 1 from reply_file f where f.file_org = stored_file.org_code and f.sha256 = stored_file.sha256));
create policy of_reply on file_chunk for select using (exists (
  select 1 from reply_file f where f.file_org = file_chunk.org_code and f.sha256 = file_chunk.sha256));
-- The bytes are always the writer's own, and so is the answer: a line here opens them to whoever may read it.
create policy own on reply_file for insert with check (
  file_org = (select acting_org())
  and exists (select 1 from reply r where r.id = reply_file.reply_id and r.entered_by_org = (select acting_org())));
create policy sender on passage using (sender_org = (select acting_org())) with check (
  sender_org = (select acting_org())
  and exists (select 1 from reply r where r.id = passage.reply_id and r.sender_org = passage.sender_org));
