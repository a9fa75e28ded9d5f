-- Domains give the types their meaning: db-types.ts turns each into a branded type.
create domain org_code as text check (value ~ '^[A-Z0-9]{2,8}$');
create domain class_code as text check (value in ('open', 'limited', 'sensitive', 'severe'));

-- What this database is. Demo is a mark made when the database is made, never a switch.
create table installation (
  only_row boolean primary key default true check (only_row),
  id uuid not null,
  made_at timestamptz not null,
  demo boolean not null,
  -- When all of the demonstration was in place; without it, the making was cut off.
  demo_filled_at timestamptz check (demo or demo_filled_at is null)
);

-- The acting organisation of this transaction. A pooled connection answers '' after set_config(…, true) has ended:
-- the cast to org_code refuses it, so a forgotten context is an error and never an empty list.
create function acting_org() returns org_code
  language sql stable
  as $$ select current_setting('app.org')::org_code $$;

-- The person of this transaction, for what must be known before the reply of enter_session is back.
create function acting_person() returns uuid
  language sql stable
  as $$ select current_setting('app.person')::uuid $$;

-- One log per organisation (RFC 9162): leaves and the frontier of the tree.
create table journal_head (
  log org_code primary key,
  size bigint not null default 0 check (size >= 0),
  frontier bytea[] not null default '{}'
);
create table journal_leaf (
  log org_code not null references journal_head (log),
  seq bigint not null,
  body bytea not null,
  leaf_hash bytea not null,
  primary key (log, seq)
);
-- Salt and hash of content that a leaf commits to. The salt lives here, so that erasing it with the content leaves the log valid.
create table journal_commitment (
  log org_code not null,
  seq bigint not null,
  label text not null,
  salt bytea not null,
  primary key (log, seq, label),
  foreign key (log, seq) references journal_leaf (log, seq)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;
create trigger journal_leaf_append_only before update or delete on journal_leaf for each row execute function refuse_change();
create trigger journal_leaf_no_truncate before truncate on journal_leaf for each statement execute function refuse_change();

/* Puts one entry last in a log, whose head the caller holds. Returns its sequence number. */
create function journal_put(to_log org_code, entry bytea, labels text[], salts bytea[]) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  at_size bigint; peaks bytea[]; node bytea; leaf bytea; bits bigint; top int;
begin
  select size, frontier into strict at_size, peaks from journal_head where log = to_log;
  leaf := sha256('\x00'::bytea || entry);
  node := leaf; bits := at_size; top := coalesce(array_length(peaks, 1), 0);
  while (bits & 1) = 1 loop
    node := sha256('\x01'::bytea || peaks[top] || node);
    top := top - 1; bits := bits >> 1;
  end loop;
  insert into journal_leaf (log, seq, body, leaf_hash) values (to_log, at_size, entry, leaf);
  update journal_head set size = at_size + 1, frontier = peaks[1:top] || node where log = to_log;
  if array_length(labels, 1) > 0 then
    insert into journal_commitment (log, seq, label, salt) select to_log, at_size, l, s from unnest(labels, salts) as u (l, s);
  end if;
  return at_size;
end $$;

-- Entries for another organisation's log, such as a hand-in's for the sender's. All regions hand in to one sender: were its head
-- locked to the end of each hand-in, they would go one by one. So the entry is written here in the act's own transaction, and
-- taken into the log moments later, in order, by whoever comes first.
create table journal_waiting (
  log org_code not null,
  id bigint generated always as identity,
  entry bytea not null,
  labels text[] not null,
  salts bytea[] not null,
  primary key (log, id)
);
create function journal_hand_over(to_log org_code, entry bytea, labels text[], salts bytea[]) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into journal_waiting (log, entry, labels, salts) values (to_log, entry, labels, salts)
$$;

/* Holds a log's head to the end of the transaction, and takes in what waits for the log, a thousand entries at most. Returns how many. */
create function journal_hold(to_log org_code) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  waiting journal_waiting; taken int := 0;
begin
  perform 1 from journal_head h where h.log = to_log for update;
  if not found then
    insert into journal_head (log) values (to_log) on conflict do nothing;
    perform 1 from journal_head h where h.log = to_log for update;
  end if;
  for waiting in select * from journal_waiting w where w.log = to_log order by w.id limit 1000 loop
    perform journal_put(to_log, waiting.entry, waiting.labels, waiting.salts);
    delete from journal_waiting w where w.log = to_log and w.id = waiting.id;
    taken := taken + 1;
  end loop;
  return taken;
end $$;

/* Appends one entry and returns its sequence number: after what waited for the log, so that what was done first stands first. */
create function journal_append(to_log org_code, entry bytea, labels text[], salts bytea[]) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform journal_hold(to_log);
  return journal_put(to_log, entry, labels, salts);
end $$;

/* Takes what waits into all logs. Returns how many. Two at once wait for each other at the heads, which they hold in one order. */
create function journal_take_in() returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  to_log org_code; taken int := 0;
begin
  for to_log in select distinct w.log from journal_waiting w order by 1 loop
    taken := taken + journal_hold(to_log);
  end loop;
  return taken;
end $$;

-- Every command carries a key; repeating it gives the kept reply. Kept 90 days.
create table command_key (
  org_code org_code not null,
  person_id uuid not null,
  route text not null,
  key text not null check (length(key) between 8 and 100),
  body_hash bytea not null,
  status int,
  reply jsonb,
  made_at timestamptz not null,
  primary key (org_code, person_id, route, key)
);

-- Bytes of files, in chunks, per organisation: nothing is shared across organisations but by an explicit share.
create table stored_file (
  org_code org_code not null,
  sha256 bytea not null check (length(sha256) = 32),
  size int not null check (size > 0),
  media_type text not null,
  class class_code not null default 'open',
  stored_at timestamptz not null,
  primary key (org_code, sha256)
);
create table file_chunk (
  org_code org_code not null,
  sha256 bytea not null,
  position int not null,
  bytes bytea not null,
  primary key (org_code, sha256, position),
  foreign key (org_code, sha256) references stored_file (org_code, sha256)
);
-- The ledger of outgoing mail: what was to be sent, and what the mail server said. Facts, never a status.
create table outgoing_mail (
  id uuid primary key,
  org_code org_code not null,
  message_id text not null unique,
  purpose text not null,
  to_name text not null,
  to_address text not null,
  to_org org_code,
  object_id uuid,
  subject text not null,
  text_body text not null,
  html_body text not null,
  attachments jsonb not null default '[]',
  made_at timestamptz not null,
  attempted_at timestamptz,
  attempts int not null default 0,
  accepted_at timestamptz,
  uncertain boolean not null default false,
  failed_at timestamptz,
  failure text
);
create index outgoing_mail_by_org on outgoing_mail (org_code, made_at desc, id desc);
create index outgoing_mail_by_object on outgoing_mail (object_id);

alter table journal_head enable row level security; alter table journal_head force row level security;
alter table journal_leaf enable row level security; alter table journal_leaf force row level security;
alter table journal_commitment enable row level security; alter table journal_commitment force row level security;
alter table journal_waiting enable row level security; alter table journal_waiting force row level security;
alter table command_key enable row level security; alter table command_key force row level security;
alter table stored_file enable row level security; alter table stored_file force row level security;
alter table file_chunk enable row level security; alter table file_chunk force row level security;
alter table outgoing_mail enable row level security; alter table outgoing_mail force row level security;

-- The owner (used by migrate alone, and by the listed security-definer functions) sees through the net.
create policy owner_all on journal_head to current_user using (true) with check (true);
create policy owner_all on journal_leaf to current_user using (true) with check (true);
create policy owner_all on journal_commitment to current_user using (true) with check (true);
create policy owner_all on journal_waiting to current_user using (true) with check (true);
create policy owner_all on command_key to current_user using (true) with check (true);
create policy owner_all on stored_file to current_user using (true) with check (true);
create policy owner_all on file_chunk to current_user using (true) with check (true);
create policy owner_all on outgoing_mail to current_user using (true) with check (true);

create policy own_log on journal_head for select using (log = (select acting_org()));
create policy own_log on journal_leaf for select using (log = (select acting_org()));
create policy own_log on journal_commitment for select using (log = (select acting_org()));
create policy own_log on journal_waiting for select using (log = (select acting_org()));
create policy own on command_key using (org_code = (select acting_org()));
create policy own on stored_file using (org_code = (select acting_org()));
create policy own on file_chunk using (org_code = (select acting_org()));
-- A letter with a sign-in code is nobody's to read: it is seen only where no person acts, by the job that delivers it.
create policy own on outgoing_mail using (
  org_code = (select acting_org()) and (purpose <> 'sign-in-code' or coalesce(current_setting('app.person', true), '') = ''));

-- Keys are removed across all organisations: by this alone, and only those that are old enough.
create index command_key_made on command_key (made_at);
create function forget_command_keys(at timestamptz) returns int
  language sql volatile security definer set search_path = public, pg_temp as $$
  with gone as (delete from command_key where made_at < at - interval '90 days' returning 1) select count(*)::int from gone
$$;

/* Blanks a letter with a sign-in code when it has left or can no longer be used. All other letters stay as they were sent. */
create function forget_code_letter(letter uuid) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update outgoing_mail set text_body = '', html_body = '' where id = letter and purpose = 'sign-in-code'
$$;
